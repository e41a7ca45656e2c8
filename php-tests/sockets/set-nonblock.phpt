--TEST--
socket_set_nonblock() and socket_set_block() work as in PHP, on imported streams too
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
$socket = connected('93.184.216.34', 7008);
echo result(socket_set_nonblock($socket), $socket), ' ', result(socket_read($socket, 1), $socket), "\n";
echo result(socket_recv($socket, $data, 1, 0), $socket), "\n";
$socket = connected();
echo result(socket_set_nonblock($socket), $socket), ' ', result(socket_set_block($socket), $socket), ' ';
socket_write($socket, 'waited for');
echo socket_read($socket, 100), "\n";
$stream = stream_socket_client('tcp://93.184.216.34:7');
$socket = socket_import_stream($stream);
echo result(socket_set_nonblock($socket), $socket), ' ', json_encode(stream_get_meta_data($stream)['blocked']), ' ', json_encode(fread($stream, 1)), "\n";
echo result(socket_set_block($socket), $socket), ' ', json_encode(stream_get_meta_data($stream)['blocked']), "\n";
?>
--EXPECT--
true false with 11 and 11
false with 11 and 11
true true waited for
true false ""
true true
