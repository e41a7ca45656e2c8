--TEST--
aesock_check writes no line to the log
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.log=all
--FILE--
<?php
var_dump(aesock_check('10.0.0.5', 80)['allowed'], aesock_check('plain.test', 80)['allowed']);
?>
--EXPECT--
bool(false)
bool(true)
