--TEST--
A duplicate by php://fd is as its socket: a child process does not get it, and it takes no descriptor below 3
--INI--
aesock.quota=max_open:10
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$code = <<<'PHP'
    $sockets = fn () => array_map(intval(...), array_values(array_filter(scandir('/proc/self/fd'), fn ($name) => str_starts_with((string) @readlink("/proc/self/fd/$name"), 'socket:'))));
    $inherited = fn () => substr_count((string) shell_exec('ls -l /proc/self/fd'), 'socket:');
    $used = fn () => aesock_usage()['quotas']['max_open']['used'];
    $others = [$sockets(), $inherited()];
    foreach (['tcp', 'udp'] as $transport) {
        $stream = stream_socket_client("$transport://93.184.216.34:7");
        $descriptor = array_values(array_diff($sockets(), $others[0]))[0];
        $duplicate = fopen("php://fd/$descriptor", 'r+');
        $ours = array_diff($sockets(), $others[0]);
        echo $transport, json_encode([count($ours), min($ours) > 2, $inherited() - $others[1], $used()]), "\n";
        stream_set_timeout($duplicate, 3);
        fwrite($duplicate, "hello\n");
        echo fgets($duplicate);
        fclose($duplicate);
        fwrite($stream, "hello again\n");
        echo fgets($stream), $used(), "\n";
        fclose($stream);
    }
    PHP;
echo run_php($code, '<&-');
?>
--EXPECT--
tcp[2,true,0,2]
hello
hello again
1
udp[2,true,0,2]
hello
hello again
1
