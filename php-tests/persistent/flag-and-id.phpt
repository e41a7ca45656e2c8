--TEST--
STREAM_CLIENT_PERSISTENT reuses the connection of the same address, and the id behind the port tells several apart
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

const PERSISTENT = STREAM_CLIENT_CONNECT | STREAM_CLIENT_PERSISTENT;
$ports = [];
foreach (['tcp://93.184.217.61:7', 'tcp://93.184.217.61:7/one', 'tcp://93.184.217.61:7/two'] as $target) {
    $connect = fn () => stream_socket_get_name(stream_socket_client($target, $errno, $errstr, 3, PERSISTENT), false);
    $ports[] = $port = $connect();
    var_dump($connect() === $port);
}
echo count(array_unique($ports)), ' connections: ', implode(', ', seen_at('93.184.217.61')), "\n";
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
3 connections: tcp 7, tcp 7, tcp 7
