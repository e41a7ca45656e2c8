--TEST--
The context option crypto_method narrows ssl:// and tls://, and a version the server does not speak fails
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach ([STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT, STREAM_CRYPTO_METHOD_ANY_CLIENT] as $method) {
    foreach (['ssl', 'tls'] as $transport) {
        $stream = stream_socket_client("$transport://smtp.gmail.com:465", $errno, $errstr, 3, context: trusting(['crypto_method' => $method]));
        echo stream_get_meta_data($stream)['crypto']['protocol'], "\n";
    }
}
echo dial('ssl://plain.test:443', context: trusting(['crypto_method' => STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT])), "\n";
echo dial('tlsv1.3://plain.test:443', context: trusting()), "\n";
?>
--EXPECT--
TLSv1.2
TLSv1.2
TLSv1.3
TLSv1.3
TLSv1.3
TLSv1.3
connected to 93.184.216.34:443
0 
