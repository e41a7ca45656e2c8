--TEST--
An application's name is escaped in the log
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

echo php('@fsockopen("10.0.0.5", 80);', ['aesock.log' => 'denied'], ['GAE_APPLICATION' => "caf\xc3\xa9\nb via=x"]);
?>
--EXPECTF--
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=caf\xc3\xa9\x0ab\x20via=x via=fsockopen%S
