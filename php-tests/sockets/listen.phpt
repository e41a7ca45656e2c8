--TEST--
Nothing listens: socket_create_listen(), socket_listen() and socket_accept() are refused
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

ob_start(settled(...));
print_warnings();
echo result(socket_create_listen(0)) . "\n";
echo result(socket_create_listen(8861, 5)) . "\n";
$before = "warning: socket_create_listen(): unable to create listening socket [13]: Permission denied: listening on 0.0.0.0:-1 is not allowed, sockets are outbound only\nfalse with 13";
echo with_port(-1, $before, fn () => result(socket_create_listen(-1))) . "\n";
$socket = tcp();
echo result(socket_listen($socket), $socket) . "\n";
echo result(socket_listen($socket, 5), $socket) . "\n";
socket_bind($socket, '0.0.0.0');
echo result(socket_listen($socket), $socket) . "\n";
$socket = tcp(AF_INET6);
echo result(socket_listen($socket), $socket) . "\n";
echo result(socket_accept($socket), $socket) . "\n";
$socket = udp();
echo result(socket_listen($socket), $socket) . "\n";
echo result(socket_accept($socket), $socket) . "\n";
// A connection does not listen either, and lives on.
$socket = connected();
echo result(socket_listen($socket), $socket) . "\n";
socket_write($socket, 'still there');
echo socket_read($socket, 100) . "\n";
?>
--EXPECT--
warning: socket_create_listen(): unable to create listening socket [13]: Permission denied: listening on 0.0.0.0:0 is not allowed, sockets are outbound only
false with 13
warning: socket_create_listen(): unable to create listening socket [13]: Permission denied: listening on 0.0.0.0:8861 is not allowed, sockets are outbound only
false with 13
warning: socket_create_listen(): unable to create listening socket [13]: Permission denied: listening on 0.0.0.0:-1 is not allowed, sockets are outbound only
false with 13
warning: socket_listen(): unable to listen on socket [13]: Permission denied: listening on 0.0.0.0:0 is not allowed, sockets are outbound only
false with 13 and 13
warning: socket_listen(): unable to listen on socket [13]: Permission denied: listening on 0.0.0.0:0 is not allowed, sockets are outbound only
false with 13 and 13
warning: socket_listen(): unable to listen on socket [13]: Permission denied: listening on 0.0.0.0:PORT is not allowed, sockets are outbound only
false with 13 and 13
warning: socket_listen(): unable to listen on socket [13]: Permission denied: listening on [::]:0 is not allowed, sockets are outbound only
false with 13 and 13
warning: socket_accept(): unable to accept incoming connection [13]: Permission denied: listening on [::]:0 is not allowed, sockets are outbound only
false with 0 and 13
warning: socket_listen(): unable to listen on socket [13]: Permission denied: listening on 0.0.0.0:0 is not allowed, sockets are outbound only
false with 13 and 13
warning: socket_accept(): unable to accept incoming connection [13]: Permission denied: listening on 0.0.0.0:0 is not allowed, sockets are outbound only
false with 0 and 13
warning: socket_listen(): unable to listen on socket [13]: Permission denied: listening on 192.0.2.2:PORT is not allowed, sockets are outbound only
false with 13 and 13
still there
