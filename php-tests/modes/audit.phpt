--TEST--
Mode audit: what would be refused is logged, and connects
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=audit
aesock.log=denied
aesock.application=shop
--FILE--
<?php
foreach (['tcp://10.0.0.5:7010', 'tcp://private.test:7010', 'tcp://142.250.102.108:7010', 'tcp://plain.test:7010'] as $target) {
    echo fgets(stream_socket_client($target));
}
$udp = stream_socket_client('udp://10.0.0.5:7');
fwrite($udp, 'echo');
echo fread($udp, 4), "\n";
echo fgets(fsockopen('10.0.0.6', 7010));
echo strstr(file_get_contents('http://10.0.0.7/'), 'hello');
?>
--EXPECTF--
aesock deny tcp://10.0.0.5:7010 reason=private rule=- app=shop via=stream_socket_client%S
line1
aesock deny tcp://private.test:7010 reason=private rule=- app=shop via=stream_socket_client%S
line1
aesock deny tcp://142.250.102.108:7010 reason=google rule=- app=shop via=stream_socket_client%S
line1
line1
aesock deny udp://10.0.0.5:7 reason=private rule=- app=shop via=stream_socket_client%S
echo
aesock deny tcp://10.0.0.6:7010 reason=private rule=- app=shop via=fsockopen%S
line1
aesock deny tcp://10.0.0.7:80 reason=private rule=- app=shop via=file_get_contents%S
hello from 10.0.0.7
