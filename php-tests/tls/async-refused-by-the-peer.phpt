--TEST--
An asynchronous TLS connect that the peer refuses, resets, answers without TLS or leaves unanswered fails as in stock PHP
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock(<<<'PHP'
    print_warnings();
    const ASYNC = STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT;
    foreach (['tls://93.184.216.34:81', 'tls://[2606:4700:4700::1111]:81', 'ssl://plain.test:7009', 'ssl://plain.test:7010', 'tls://93.184.220.99:443'] as $target) {
        $stream = stream_socket_client($target, $errno, $errstr, 1, ASYNC, trusting());
        tell($target, $stream, $errno, $errstr);
    }
    PHP);
?>
--EXPECT--
warning: stream_socket_client(): SSL: Connection refused
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to tls://93.184.216.34:81 (Unknown error)
"tls://93.184.216.34:81" false 115 ""
warning: stream_socket_client(): SSL: Connection refused
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to tls://[2606:4700:4700::1111]:81 (Unknown error)
"tls://[2606:4700:4700::1111]:81" false 115 ""
warning: stream_socket_client(): SSL: Connection reset by peer
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to ssl://plain.test:7009 (Unknown error)
"ssl://plain.test:7009" false 115 ""
warning: stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:
error:0A00010B:SSL routines::wrong version number
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to ssl://plain.test:7010 (Unknown error)
"ssl://plain.test:7010" false 115 ""
warning: stream_socket_client(): SSL: Handshake timed out
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to tls://93.184.220.99:443 (Unknown error)
"tls://93.184.220.99:443" false 115 ""
