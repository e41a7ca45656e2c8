--TEST--
Refusals are logged unless a setting says otherwise
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$ini = scratch('extension=' . getenv('AESOCK_MODULE'));
$code = '@fsockopen("10.0.0.5", 80); fsockopen("plain.test", 80);';
echo output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-c', $ini, '-r', $code]);
?>
--EXPECTF--
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
