--TEST--
aesock.log names what is logged: all decisions, refusals, or nothing
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

foreach (['all', 'denied', ''] as $level) {
    echo "[$level]\n", php('@fsockopen("10.0.0.5", 80); fsockopen("plain.test", 80);', ['aesock.log' => $level]);
}
?>
--EXPECTF--
[all]
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
aesock allow tcp://plain.test:80 reason=public rule=- app=default via=fsockopen%S
[denied]
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
[]
