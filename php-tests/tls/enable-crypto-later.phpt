--TEST--
stream_socket_enable_crypto() turns a plain stream into a TLS one, and checks the name of the context
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['plain.test', 'wrong.test'] as $name) {
    $stream = stream_socket_client('tcp://plain.test:443', context: trusting(['peer_name' => $name]));
    var_dump(array_key_exists('crypto', stream_get_meta_data($stream)));
    var_dump(@stream_socket_enable_crypto($stream, true, STREAM_CRYPTO_METHOD_TLS_CLIENT));
    if ($name === 'plain.test') {
        fwrite($stream, "GET / HTTP/1.0\r\n\r\n");
        echo strstr(stream_get_contents($stream), 'hello'), stream_get_meta_data($stream)['crypto']['protocol'], "\n";
    }
}
?>
--EXPECT--
bool(false)
bool(true)
hello from 93.184.216.34
TLSv1.2
bool(false)
bool(false)
