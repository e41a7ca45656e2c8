--TEST--
stream_socket_sendto() to a name that does not resolve returns false with stock's words
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$stream = stream_socket_client('udp://93.184.217.8:7007');
var_dump(stream_socket_sendto($stream, 'x', 0, 'nosuch.test:7007'));
?>
--EXPECT--
warning: stream_socket_sendto(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
warning: stream_socket_sendto(): Failed to resolve `nosuch.test': php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
warning: stream_socket_sendto(): Failed to parse `nosuch.test:7007' into a valid network address
bool(false)
