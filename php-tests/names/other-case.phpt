--TEST--
An answer in another case than the question is taken
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['flip.scripted.test', 'CASEFLIP A=93.184.217.33']);
echo dial('tcp://flip.scripted.test:7'), "\n";
?>
--EXPECT--
connected to 93.184.217.33:7
