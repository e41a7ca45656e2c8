--TEST--
An allowed stream can be taken into ext/sockets; both see one connection
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$stream = stream_socket_client('tcp://93.184.216.34:7');
$socket = socket_import_stream($stream);
var_dump($socket instanceof Socket);
socket_getpeername($socket, $address, $port);
echo "$address $port\n";
fwrite($stream, 'by stream');
echo socket_read($socket, 9), "\n";
socket_write($socket, 'by socket');
echo fread($stream, 9), "\n";

$exported = socket_export_stream($socket);
var_dump($exported === $stream);
?>
--EXPECT--
bool(true)
93.184.216.34 7
by stream
by socket
bool(true)
