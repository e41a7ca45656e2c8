--TEST--
TLS on a non-blocking stream does not wait for the peer, and goes on step by step
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$connect = function (string $target) {
    $context = trusting(['peer_name' => 'plain.test']);
    $stream = stream_socket_client($target, $errno, $errstr, 3, STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT, $context);
    $none = null;
    $write = [$stream];
    stream_select($none, $write, $none, 5);
    stream_set_blocking($stream, false);
    return $stream;
};
$silent = $connect('tcp://plain.test:7008');
var_dump(stream_socket_enable_crypto($silent, true, STREAM_CRYPTO_METHOD_TLS_CLIENT));
var_dump(stream_socket_enable_crypto($silent, true, STREAM_CRYPTO_METHOD_TLS_CLIENT));

$stream = $connect('tcp://plain.test:443');
while (0 === $done = stream_socket_enable_crypto($stream, true, STREAM_CRYPTO_METHOD_TLS_CLIENT)) {
    $read = [$stream];
    $none = null;
    stream_select($read, $none, $none, 5);
}
var_dump($done);
fwrite($stream, "GET / HTTP/1.0\r\n\r\n");
stream_set_blocking($stream, true);
echo strstr(stream_get_contents($stream), 'hello');
?>
--EXPECT--
int(0)
int(0)
bool(true)
hello from 93.184.216.34
