--TEST--
Mode audit: a name that leads to a private address is logged even when TLS fails there
--EXTENSIONS--
openssl
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=audit
aesock.log=denied
--FILE--
<?php
var_dump(@stream_socket_client('tls://10.0.0.5:443'));
var_dump(@stream_socket_client('tls://private.test:443'));
?>
--EXPECTF--
aesock deny tcp://10.0.0.5:443 reason=private rule=- app=default via=stream_socket_client%S
bool(false)
aesock deny tcp://private.test:443 reason=private rule=- app=default via=stream_socket_client%S
bool(false)
