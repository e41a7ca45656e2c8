--TEST--
Mode disabled: what the application tries is logged with the reason
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=disabled
aesock.log=denied
aesock.application=shop
--FILE--
<?php
@stream_socket_client('tcp://plain.test:80');
@stream_socket_client('udp://93.184.216.34:53');
@file_get_contents('http://plain.test:8080/');
?>
--EXPECTF--
aesock deny tcp://plain.test:80 reason=disabled rule=- app=shop via=stream_socket_client%S
aesock deny udp://93.184.216.34:53 reason=disabled rule=- app=shop via=stream_socket_client%S
aesock deny tcp://plain.test:8080 reason=disabled rule=- app=shop via=file_get_contents%S
