--TEST--
Lines are written when a script turns log_errors and error_reporting off
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.log=denied
--FILE--
<?php
ini_set('log_errors', 0);
ini_set('display_errors', 0);
error_reporting(0);
set_error_handler(fn () => true);
fsockopen('10.0.0.5', 80);
?>
--EXPECTF--
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
