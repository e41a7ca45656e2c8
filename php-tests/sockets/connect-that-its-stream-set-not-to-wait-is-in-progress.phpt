--TEST--
A connect that does not wait, since the socket's stream was set not to, is in progress instead of timed out
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
stream_set_blocking(socket_export_stream($socket), false);
var_dump(socket_connect($socket, '93.184.220.99', 80));
var_dump(socket_last_error($socket) === SOCKET_EINPROGRESS);
?>
--EXPECT--
bool(false)
bool(true)
