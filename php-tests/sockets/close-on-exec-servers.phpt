--TEST--
Sockets that rules open are closed on exec too
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=any
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$list = fn () => shell_exec(escapeshellarg(PHP_BINARY) . ' -n -r ' . escapeshellarg('foreach (glob("/proc/self/fd/*") as $fd) { echo @readlink($fd), "\n"; }'));
$before = substr_count($list(), 'socket:');
$listener = socket_create_listen(0);
socket_getsockname($listener, $address, $port);
$client = connected('127.0.0.1', $port);
$accepted = socket_accept($listener);
socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
$unix = socket_create(AF_UNIX, SOCK_STREAM, 0);
var_dump(count(array_filter([$listener, $client, $accepted, ...$pair, $unix])), substr_count($list(), 'socket:') - $before);
?>
--EXPECT--
int(6)
int(0)
