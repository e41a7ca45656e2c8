--TEST--
A connection reads and writes: socket_write(), socket_send(), socket_read(), socket_recv(), socket_shutdown(), socket_close()
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
foreach (['93.184.216.34', '2606:4700:4700::1111'] as $address) {
    $socket = connected($address);
    echo result(socket_write($socket, 'written'), $socket), ' ', result(socket_read($socket, 100), $socket), "\n";
    echo result(socket_write($socket, 'written', 4), $socket), ' ', result(socket_read($socket, 2), $socket), result(socket_read($socket, 2), $socket), "\n";
    echo result(socket_write($socket, ''), $socket), ' ', result(socket_write($socket, "line\nrest"), $socket), ' ', result(socket_read($socket, 100, PHP_NORMAL_READ), $socket);
    echo ' ', result(socket_read($socket, 5), $socket), "\n";
    echo result(socket_send($socket, 'sent', 4, 0), $socket), ' ', result(socket_send($socket, 'more', 2, MSG_EOR), $socket), "\n";
    $received = '';
    while (strlen($received) < 6 && socket_recv($socket, $part, 6 - strlen($received), MSG_WAITALL)) {
        $received .= $part;
    }
    echo "$received\n";
    socket_write($socket, 'peeked');
    echo result(socket_recv($socket, $part, 3, MSG_PEEK | MSG_WAITALL), $socket), " $part, ", result(socket_recv($socket, $part, 6, MSG_WAITALL), $socket), " $part\n";
    // What is half closed still receives.
    socket_write($socket, 'last');
    echo result(socket_shutdown($socket, 1), $socket), ' ', result(socket_recv($socket, $part, 4, MSG_WAITALL), $socket), " $part\n";
    echo result(socket_write($socket, 'x'), $socket), ' ', result(socket_read($socket, 1), $socket), ' ', result(socket_recv($socket, $part, 1, 0), $socket), ' ', var_export($part, true), "\n";
    echo result(socket_shutdown($socket), $socket), ' ', result(socket_close($socket)), "\n";
}
$large = connected('93.184.216.34', 80);
socket_write($large, "GET /large HTTP/1.0\r\n\r\n");
for ($length = 0; ($part = socket_read($large, 65536)) !== ''; $length += strlen($part));
echo $length > 1048576 ? 'all' : $length, "\n";
echo "lost: ";
$reset = connected('93.184.216.34', 7009);
socket_write($reset, 'x');
echo result(socket_read($reset, 1), $reset), "\n";
echo 'not connected: ', result(socket_shutdown($socket = tcp()), $socket), "\n";
echo result(socket_read($socket, 1), $socket), "\n", result(socket_write($socket, 'x'), $socket), "\n", result(socket_recv($socket, $part, 1, 0), $socket), "\n";
echo result(socket_send($socket, 'x', 1, 0), $socket), "\n";
?>
--EXPECT--
7 "written"
4 "wr""it"
0 9 "line\n" "rest"
4 2
sentmo
3 pee, 6 peeked
true 4 last
warning: socket_write(): unable to write to socket [32]: Broken pipe
false with 32 and 32 "" 0 NULL
warning: socket_shutdown(): Unable to shutdown socket [107]: Transport endpoint is not connected
false with 107 and 107 null
7 "written"
4 "wr""it"
0 9 "line\n" "rest"
4 2
sentmo
3 pee, 6 peeked
true 4 last
warning: socket_write(): unable to write to socket [32]: Broken pipe
false with 32 and 32 "" 0 NULL
warning: socket_shutdown(): Unable to shutdown socket [107]: Transport endpoint is not connected
false with 107 and 107 null
all
lost: warning: socket_read(): unable to read from socket [104]: Connection reset by peer
false with 104 and 104
not connected: warning: socket_shutdown(): Unable to shutdown socket [107]: Transport endpoint is not connected
false with 107 and 107
""
warning: socket_write(): unable to write to socket [32]: Broken pipe
false with 32 and 32
0
warning: socket_send(): Unable to write to socket [32]: Broken pipe
false with 32 and 32
