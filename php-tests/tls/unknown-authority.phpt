--TEST--
A certificate of an authority that is not trusted fails, unless verify_peer is off
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
foreach ([[], ['verify_peer' => false]] as $options) {
    $stream = stream_socket_client('ssl://plain.test:443', $errno, $errstr, 3, context: stream_context_create(['ssl' => $options]));
    echo outcome($stream, $errno, $errstr), "\n";
}
?>
--EXPECT--
warning: stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:
error:0A000086:SSL routines::certificate verify failed
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to ssl://plain.test:443 (Unknown error)
0 
connected to 93.184.216.34:443
