--TEST--
An error handler may throw out of the warning of a refusal; the next connection is judged as before
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

set_error_handler(fn ($level, $message) => throw new RuntimeException($message));
foreach (['tcp://10.11.12.19:80', 'tcp://nosuch.test:80', 'tcp://10.11.12.19:80', 'ssl://plain.test:443'] as $target) {
    try {
        stream_socket_client($target, $errno, $errstr, 3);
    } catch (RuntimeException $thrown) {
        echo strtok($thrown->getMessage(), "\n"), "\n";
    }
}
restore_error_handler();
echo dial('tcp://93.184.216.34:7'), "\n";
var_dump(seen_at('10.11.12.19'));
?>
--EXPECT--
stream_socket_client(): Unable to connect to tcp://10.11.12.19:80 (Permission denied: 10.11.12.19 is a private address)
stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
stream_socket_client(): Unable to connect to tcp://10.11.12.19:80 (Permission denied: 10.11.12.19 is a private address)
stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:
connected to 93.184.216.34:7
array(0) {
}
