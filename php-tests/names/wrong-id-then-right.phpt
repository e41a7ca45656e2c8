--TEST--
An answer with a wrong transaction id is not taken; the next attempt's is
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['forged.scripted.test', 'BADID A=10.11.14.3 -> A=93.184.217.32']);
echo dial('tcp://forged.scripted.test:7'), "\n";
var_dump(seen_at('10.11.14.3'));
?>
--EXPECT--
connected to 93.184.217.32:7
array(0) {
}
