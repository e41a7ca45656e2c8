--TEST--
One connection asks once for each family, and what was judged is dialled
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['once.scripted.test', 'A=93.184.217.36']);
echo dial('tcp://once.scripted.test:7'), "\n";
$queries = queries_for('once.scripted.test');
sort($queries);
echo implode(', ', $queries), "\n";
?>
--EXPECT--
connected to 93.184.217.36:7
udp A, udp AAAA
