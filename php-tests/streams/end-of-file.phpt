--TEST--
The end is seen after the last line, and a reset ends a stream
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$stream = stream_socket_client('tcp://93.184.216.34:7010');
var_dump(fgets($stream), feof($stream), fgets($stream), fgets($stream), feof($stream));
fclose($stream);

$stream = stream_socket_client('tcp://93.184.216.34:7009');
fwrite($stream, 'x');
var_dump(@fread($stream, 10), feof($stream));
?>
--EXPECT--
string(6) "line1
"
bool(false)
string(6) "line2
"
bool(false)
bool(true)
bool(false)
bool(true)
