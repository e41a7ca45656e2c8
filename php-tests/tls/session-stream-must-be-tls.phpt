--TEST--
A session stream without TLS is refused in stock's words
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
[$pair] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$plain = stream_socket_client('tcp://plain.test:443');
foreach ([$pair, $plain] as $session) {
    $stream = stream_socket_client('tcp://plain.test:443', context: trusting(['peer_name' => 'plain.test']));
    var_dump(stream_socket_enable_crypto($stream, true, STREAM_CRYPTO_METHOD_TLS_CLIENT, $session));
}
?>
--EXPECTF--
warning: stream_socket_enable_crypto(): Supplied session stream must be an SSL enabled stream
bool(true)
warning: stream_socket_enable_crypto(): Supplied SSL session stream is not %s
bool(true)
