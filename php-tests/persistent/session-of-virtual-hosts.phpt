--TEST--
A session that starts before the script (session.auto_start) uses its own application's persistent connection, which nobody else gets and none leaks
--SKIPIF--
<?php
$needed = ['igbinary', 'redis'];
require __DIR__ . '/../include/lifecycle-skip-apache.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';
require __DIR__ . '/../include/lab.inc';

$session = ['php_admin_value session.auto_start 1', 'php_admin_value session.save_handler redis',
    'php_admin_value session.save_path "tcp://93.184.217.72:6380?persistent=1&prefix=aesock-%s:"'];
$host = fn (string $name) => [...str_replace('%s', $name, $session), "php_admin_value aesock.application $name"];
$apache = new Apache(['one.test' => $host('one'), 'two.test' => $host('two')], port: 8091, loaded: ['igbinary', 'redis']);
$page = <<<'PHP'
    <?php
    $_SESSION['n'] = 1;
    $sockets = 0;
    foreach (file('/proc/self/net/tcp') as $line) {
        $sockets += (int) str_contains($line, '48D9B85D:18EC 01');
    }
    echo session_module_name(), ", connections: $sockets\n";
    PHP;
lab_seen();
foreach (['one.test', 'two.test', 'one.test', 'two.test', 'one.test', 'one.test', 'two.test'] as $name) {
    echo "$name: ", $apache->get($name, $page);
    tell(seen_at('93.184.217.72'));
}
?>
--EXPECT--
one.test: redis, connections: 1
["tcp 6380"]
two.test: redis, connections: 2
["tcp 6380"]
one.test: redis, connections: 2
[]
two.test: redis, connections: 2
[]
one.test: redis, connections: 2
[]
one.test: redis, connections: 2
[]
two.test: redis, connections: 2
[]
