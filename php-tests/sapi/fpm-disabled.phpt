--TEST--
A server that is disabled says so once when it starts, and a pool that is by its first request
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$page = scratch('<?php echo aesock_status()["mode"], "\n";', '.php');
echo "-- the server\n";
$log = scratch();
$fpm = new Fpm(['www' => []], ['-d', 'aesock.mode=disabled', '-d', "error_log=$log"], log: false);
echo preg_replace(['/^\[.*?\] /m', '/^aesock and native code.*\n/m'], '', file_get_contents($log));
echo $fpm->get('www', $page), $fpm->get('www', $page), substr_count(file_get_contents($log), 'mode=disabled'), "\n";
unset($fpm);
echo "-- a pool\n";
$fpm = new Fpm(['shop' => ['php_admin_value[aesock.mode] = disabled', 'php_admin_value[aesock.application] = shop'], 'silent' => ['php_admin_value[aesock.mode] = disabled', 'php_admin_value[aesock.log] =']]);
echo $fpm->get('shop', $page), $fpm->get('shop', $page), $fpm->logged('shop'), $fpm->get('silent', $page), $fpm->logged('silent');
echo "-- the command line\n";
echo php('echo aesock_status()["mode"], "\n";', ['aesock.mode' => 'disabled', 'aesock.log' => 'denied']);
?>
--EXPECT--
-- the server
aesock refuses everything: aesock.mode=disabled
disabled
disabled
1
-- a pool
disabled
disabled
aesock refuses everything of `shop`: aesock.mode=disabled
disabled
-- the command line
disabled
