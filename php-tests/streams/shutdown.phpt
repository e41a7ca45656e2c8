--TEST--
stream_socket_shutdown() closes one half or both
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$stream = stream_socket_client('tcp://93.184.216.34:7');
fwrite($stream, "last words\n");
var_dump(stream_socket_shutdown($stream, STREAM_SHUT_WR));
var_dump(@fwrite($stream, 'more'));
echo fgets($stream);
var_dump(fgets($stream), feof($stream));

$stream = stream_socket_client('tcp://93.184.216.34:7008');
var_dump(stream_socket_shutdown($stream, STREAM_SHUT_RDWR), fread($stream, 1), feof($stream));
?>
--EXPECT--
bool(true)
bool(false)
last words
bool(false)
bool(true)
bool(true)
string(0) ""
bool(true)
