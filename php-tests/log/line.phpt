--TEST--
A line tells verdict, target, reason, rule, application and function, in this order
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.log=all
aesock.application=shop
aesock.allow=10.0.0.0/24:7010
aesock.deny=*.internal
--FILE--
<?php
foreach (['10.0.1.5', '10.0.0.5', 'plain.test', 'db.internal', '[::1]', '[2606:4700:4700::1111]', 'nowhere.test', '0x7f.1'] as $host) {
    @fsockopen($host, 7010);
}
@fsockopen('udp://10.0.1.5', 53);
@fsockopen('tls://10.0.1.5', 443);
@fsockopen('unix:///run/x');
?>
--EXPECTF--
aesock deny tcp://10.0.1.5:7010 reason=private rule=- app=shop via=fsockopen%S
aesock allow tcp://10.0.0.5:7010 reason=rule rule=10.0.0.0/24:7010 app=shop via=fsockopen%S
aesock allow tcp://plain.test:7010 reason=public rule=- app=shop via=fsockopen%S
aesock deny tcp://db.internal:7010 reason=denied rule=*.internal app=shop via=fsockopen%S
aesock deny tcp://[::1]:7010 reason=loopback rule=- app=shop via=fsockopen%S
aesock allow tcp://[2606:4700:4700::1111]:7010 reason=public rule=- app=shop via=fsockopen%S
aesock deny tcp://nowhere.test:7010 reason=name-not-found rule=- app=shop via=fsockopen%S
aesock deny tcp://127.0.0.1:7010 reason=loopback rule=- app=shop via=fsockopen%S
aesock deny udp://10.0.1.5:53 reason=private rule=- app=shop via=fsockopen%S
aesock deny tcp://10.0.1.5:443 reason=private rule=- app=shop via=fsockopen%S
aesock deny unix:///run/x reason=unix rule=- app=shop via=fsockopen%S
