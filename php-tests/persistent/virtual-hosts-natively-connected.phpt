--TEST--
A persistent connection that the engine itself made, to a Unix socket or in another mode, is not handed to a virtual host that denies it
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-apache.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

// Where Apache's user may look.
$path = sys_get_temp_dir() . '/aesock-' . bin2hex(random_bytes(4));
$listen = '$server = stream_socket_server("unix://$argv[1]"); chmod($argv[1], 0777); echo "ready\n";'
    . 'while ($clients[] = stream_socket_accept($server, -1)) fwrite(end($clients), count($clients) . "\n");';
$listener = proc_open(outside([getenv('TEST_PHP_EXECUTABLE'), '-n', '-r', $listen, $path]), [1 => ['pipe', 'w']], $pipes);
fgets($pipes[1]);
register_shutdown_function(function () use ($listener, $path) {
    proc_terminate($listener);
    unlink($path);
});

$apache = new Apache([
    'enforce.test' => [],
    'rules.test' => ['php_admin_value aesock.allow "unix:' . $path . ' 10.0.0.5:7"'],
    'audit.test' => ['php_admin_value aesock.mode audit'],
    'passthrough.test' => ['php_admin_value aesock.mode passthrough'],
    'disabled.test' => ['php_admin_value aesock.mode disabled'],
], port: 8082);
$page = '<?php
    foreach ([["unix://' . $path . '", -1], ["10.0.0.5", 7], ["udp://10.0.0.6", 7], ["plain.test", 7]] as [$host, $port]) {
        $stream = @pfsockopen($host, $port, $errno, $error);
        echo $host, " ", $stream ? fstat($stream)["ino"] : $error ?? "no", "\n";
    }';
$known = [];
foreach (['rules.test', 'rules.test', 'enforce.test', 'audit.test', 'audit.test', 'enforce.test', 'passthrough.test', 'rules.test', 'passthrough.test', 'disabled.test'] as $host) {
    echo "-- $host\n";
    foreach (explode("\n", trim(str_replace($path, 'PATH', $apache->get($host, $page)))) as $line) {
        [$place, $outcome] = explode(' ', $line, 2);
        echo $place, ': ', is_numeric($outcome) ? 'connection ' . ($known[$outcome] ??= count($known) + 1) : $outcome, "\n";
    }
}
?>
--EXPECT--
-- rules.test
unix://PATH: connection 1
10.0.0.5: connection 2
udp://10.0.0.6: Permission denied: 10.0.0.6 is a private address
plain.test: connection 3
-- rules.test
unix://PATH: connection 1
10.0.0.5: connection 2
udp://10.0.0.6: Permission denied: 10.0.0.6 is a private address
plain.test: connection 3
-- enforce.test
unix://PATH: Permission denied: Unix socket PATH is not allowed, no rule opens it
10.0.0.5: Permission denied: 10.0.0.5 is a private address
udp://10.0.0.6: Permission denied: 10.0.0.6 is a private address
plain.test: connection 3
-- audit.test
unix://PATH: connection 4
10.0.0.5: connection 5
udp://10.0.0.6: connection 6
plain.test: connection 7
-- audit.test
unix://PATH: connection 4
10.0.0.5: connection 5
udp://10.0.0.6: connection 6
plain.test: connection 7
-- enforce.test
unix://PATH: Permission denied: Unix socket PATH is not allowed, no rule opens it
10.0.0.5: Permission denied: 10.0.0.5 is a private address
udp://10.0.0.6: Permission denied: 10.0.0.6 is a private address
plain.test: connection 3
-- passthrough.test
unix://PATH: connection 4
10.0.0.5: connection 5
udp://10.0.0.6: connection 6
plain.test: connection 7
-- rules.test
unix://PATH: connection 8
10.0.0.5: connection 9
udp://10.0.0.6: Permission denied: 10.0.0.6 is a private address
plain.test: connection 3
-- passthrough.test
unix://PATH: connection 4
10.0.0.5: connection 5
udp://10.0.0.6: connection 6
plain.test: connection 7
-- disabled.test
unix://PATH: no
10.0.0.5: no
udp://10.0.0.6: no
plain.test: no
