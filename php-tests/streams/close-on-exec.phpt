--TEST--
A child process gets no descriptor of a stream
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$list = fn () => shell_exec(escapeshellarg(PHP_BINARY) . ' -n -r ' . escapeshellarg('foreach (glob("/proc/self/fd/*") as $fd) { echo @readlink($fd), "\n"; }'));
$before = substr_count($list(), 'socket:');
$streams = [
    stream_socket_client('tcp://93.184.216.34:7'),
    stream_socket_client('udp://93.184.216.34:7'),
    stream_socket_client('ssl://plain.test:443', context: trusting()),
    stream_socket_client('tcp://dual.test:7'),
    stream_socket_client('tcp://blackhole.test:7'),
    stream_socket_client('tcp://93.184.216.34:7', flags: STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT),
    pfsockopen('93.184.216.34', 7),
];
var_dump(count(array_filter($streams)), substr_count($list(), 'socket:') - $before);
?>
--EXPECT--
int(7)
int(0)
