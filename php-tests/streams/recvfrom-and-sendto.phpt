--TEST--
stream_socket_sendto() and recvfrom() work on a connected stream, out-of-band and peeking included
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$stream = stream_socket_client('tcp://93.184.216.34:7');
var_dump(stream_socket_sendto($stream, 'hello'));
$read = [$stream];
$none = null;
stream_select($read, $none, $none, 5);
var_dump(stream_socket_recvfrom($stream, 5, STREAM_PEEK, $peer), stream_socket_recvfrom($stream, 5));
var_dump(stream_socket_sendto($stream, '!', STREAM_OOB));
?>
--EXPECT--
int(5)
string(5) "hello"
string(5) "hello"
int(1)
