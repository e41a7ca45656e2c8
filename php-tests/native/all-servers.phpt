--TEST--
With aesock.native=all each worker of php-fpm, and php -S, holds itself and its programs from its first request on; master and workers live on
--SKIPIF--
<?php
require __DIR__ . '/../include/filter.skip.inc';
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
?>
--INI--
aesock.native=libraries
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';
require __DIR__ . '/../include/filter.inc';

$page = scratch(<<<'PHP'
    <?php
    foreach (['93.184.216.34', '10.0.0.34'] as $address) {
        $stream = @fsockopen($address, 80, $errno, $error);
        echo $stream ? 'connected' : $error, '; ';
        echo trim(shell_exec("bash -c 'exec 3<>/dev/tcp/$address/80 && echo connected' 2>&1 | tail -1")), "\n";
    }
    PHP, '.php');
chmod($page, 0644);
chmod(getenv('LAB_DIR'), 0755);
$fpm = new Fpm(['all' => ['php_admin_value[aesock.native] = all'], 'libraries' => []], ['-d', 'aesock.log=']);
foreach (['all', 'libraries', 'all'] as $pool) {
    echo "-- $pool\n", $fpm->get($pool, $page);
}
$fpm->reload();
echo "-- all, reloaded\n", $fpm->get('all', $page);
echo 'status ', $fpm->quit(), "\n";

$server = proc_open(
    [...command(['aesock.native' => 'all']), '-S', '127.0.0.1:8094', '-t', dirname($page)],
    [['null'], ['null'], ['pipe', 'w']], $pipes, null, ['PHP_CLI_SERVER_WORKERS' => 2] + getenv());
fgets($pipes[2]);
for ($turn = 0; $turn < 2; $turn++) {
    echo "-- php -S\n", http_get('127.0.0.1:8094', 'test', '/' . basename($page));
}
proc_terminate($server);
tell(array_unique(seen_at('10.0.0.34')));
?>
--EXPECT--
-- all
connected; connected
Permission denied: 10.0.0.34 is a private address; bash: line 1: /dev/tcp/10.0.0.34/80: Permission denied
-- libraries
connected; connected
Permission denied: 10.0.0.34 is a private address; connected
-- all
connected; connected
Permission denied: 10.0.0.34 is a private address; bash: line 1: /dev/tcp/10.0.0.34/80: Permission denied
-- all, reloaded
connected; connected
Permission denied: 10.0.0.34 is a private address; bash: line 1: /dev/tcp/10.0.0.34/80: Permission denied
status 0
-- php -S
connected; connected
Permission denied: 10.0.0.34 is a private address; bash: line 1: /dev/tcp/10.0.0.34/80: Permission denied
-- php -S
connected; connected
Permission denied: 10.0.0.34 is a private address; bash: line 1: /dev/tcp/10.0.0.34/80: Permission denied
["tcp 80"]
