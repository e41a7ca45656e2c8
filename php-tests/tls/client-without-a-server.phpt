--TEST--
A TLS transport to a port without TLS fails in the handshake, and to a refused port in the connect
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
stream_socket_client('tls://93.184.216.34:7010', $errno, $errstr, 3);
var_dump($errno);
stream_socket_client('tls://93.184.216.34:81', $errno, $errstr, 3);
var_dump($errno, $errstr);
?>
--EXPECT--
warning: stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:
error:0A00010B:SSL routines::wrong version number
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to tls://93.184.216.34:7010 (Unknown error)
int(0)
warning: stream_socket_client(): Unable to connect to tls://93.184.216.34:81 (Connection refused)
int(111)
string(18) "Connection refused"
