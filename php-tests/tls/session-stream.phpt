--TEST--
A session stream, the fourth argument of stream_socket_enable_crypto(), lends its TLS session to another stream
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$keys = getenv('LAB_DIR');
serve_in_the_internet(['openssl', 's_server', '-accept', '4443', '-cert', "$keys/web.pem", '-key', "$keys/web.key", '-www', '-tls1_2'], 'ACCEPT');
$page = function ($stream): string {
    fwrite($stream, "GET / HTTP/1.0\r\n\r\n");
    preg_match('/^(New|Reused), TLS/m', stream_get_contents($stream), $match);
    // The server takes one client at a time; the session lives on.
    stream_socket_shutdown($stream, STREAM_SHUT_RDWR);
    return $match[1];
};
$connect = fn () => stream_socket_client('tcp://plain.test:4443', $errno, $errstr, 3, context: trusting(['peer_name' => 'plain.test']));

$first = $connect();
var_dump(stream_socket_enable_crypto($first, true, STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT));
echo $page($first), "\n";
$second = $connect();
var_dump(stream_socket_enable_crypto($second, true, STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT));
echo $page($second), "\n";
$third = $connect();
var_dump(stream_socket_enable_crypto($third, true, STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, $first));
echo $page($third), "\n";
?>
--EXPECT--
bool(true)
New
bool(true)
New
bool(true)
Reused
