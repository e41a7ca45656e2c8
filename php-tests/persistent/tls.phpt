--TEST--
A persistent TLS connection keeps its TLS when it is given out again
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

const PERSISTENT = STREAM_CLIENT_CONNECT | STREAM_CLIENT_PERSISTENT;
$connect = fn () => stream_socket_client('tls://plain.test:443', $errno, $errstr, 3, PERSISTENT, trusting());
$first = $connect();
$second = $connect();
var_dump(stream_socket_get_name($first, false) === stream_socket_get_name($second, false), stream_get_meta_data($second)['crypto']['protocol']);
fwrite($second, "GET / HTTP/1.0\r\n\r\n");
echo strstr(stream_get_contents($second), 'hello');
?>
--EXPECT--
bool(true)
string(7) "TLSv1.2"
hello from 93.184.216.34
