--TEST--
A TLS transport may connect asynchronously: an allowed one gets its TLS, a refused one its reason
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

const ASYNC = STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT;
$stream = stream_socket_client('tls://plain.test:443', $errno, $errstr, 3, ASYNC, trusting());
stream_set_blocking($stream, true);
fwrite($stream, "GET / HTTP/1.0\r\n\r\n");
echo strstr(stream_get_contents($stream), 'hello'), stream_get_meta_data($stream)['crypto']['protocol'] ?? 'no TLS', "\n";
echo dial('tls://10.11.12.27:443', 3, ASYNC, trusting()), "\n";
var_dump(seen_at('10.11.12.27'));
?>
--EXPECT--
hello from 93.184.216.34
TLSv1.2
13 Permission denied: 10.11.12.27 is a private address
array(0) {
}
