--TEST--
Mode audit with aesock.log=all tells what would be allowed, too
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=audit
aesock.log=all
aesock.allow=tcp://10.0.0.0/8:7010
--FILE--
<?php
foreach (['10.0.0.5', 'private.test', 'plain.test'] as $host) {
    echo fgets(fsockopen($host, 7010));
}
?>
--EXPECTF--
aesock allow tcp://10.0.0.5:7010 reason=rule rule=tcp://10.0.0.0/8:7010 app=default via=fsockopen%S
line1
aesock allow tcp://private.test:7010 reason=rule rule=tcp://10.0.0.0/8:7010 app=default via=fsockopen%S
line1
aesock allow tcp://plain.test:7010 reason=public rule=- app=default via=fsockopen%S
line1
