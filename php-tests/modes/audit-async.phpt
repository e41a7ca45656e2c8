--TEST--
Mode audit: an asynchronous connect by name is logged too
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=audit
aesock.log=denied
--FILE--
<?php
$stream = stream_socket_client('tcp://private.test:7010', $errno, $error, 5, STREAM_CLIENT_ASYNC_CONNECT);
echo fgets($stream);
?>
--EXPECTF--
aesock deny tcp://private.test:7010 reason=private rule=- app=default via=stream_socket_client%S
line1
