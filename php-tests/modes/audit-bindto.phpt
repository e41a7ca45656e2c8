--TEST--
Mode audit: a local address of the script's choice is logged, and taken
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=audit
aesock.log=denied
--FILE--
<?php
$context = stream_context_create(['socket' => ['bindto' => '192.0.2.2:5555']]);
$stream = stream_socket_client('tcp://93.184.216.34:7010', flags: STREAM_CLIENT_CONNECT, context: $context);
echo stream_socket_get_name($stream, false), ' ', fgets($stream);
?>
--EXPECTF--
aesock deny tcp://93.184.216.34:7010 reason=bind rule=- app=default via=stream_socket_client%S
192.0.2.2:5555 line1
