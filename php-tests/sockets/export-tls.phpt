--TEST--
TLS over a socket of ext/sockets that became a stream
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$stream = socket_export_stream(connected('93.184.216.34', 443));
stream_context_set_option($stream, 'ssl', 'cafile', getenv('LAB_CA'));
stream_context_set_option($stream, 'ssl', 'peer_name', 'plain.test');
var_dump(stream_socket_enable_crypto($stream, true, STREAM_CRYPTO_METHOD_TLS_CLIENT));
fwrite($stream, "GET / HTTP/1.0\r\nHost: plain.test\r\n\r\n");
echo strstr(stream_get_contents($stream), 'hello');
$stream = socket_export_stream(connected('93.184.216.34', 443));
stream_context_set_option($stream, 'ssl', 'cafile', getenv('LAB_CA'));
stream_context_set_option($stream, 'ssl', 'peer_name', 'other.test');
var_dump(@stream_socket_enable_crypto($stream, true, STREAM_CRYPTO_METHOD_TLS_CLIENT));
?>
--EXPECT--
bool(true)
hello from 93.184.216.34
bool(false)
