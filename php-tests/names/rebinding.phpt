--TEST--
A name that answers a public address first and a private one then is dialled at the first and refused at the second
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['rebind.scripted.test', 'A=93.184.217.35 -> A=10.11.14.4']);
echo dial('tcp://rebind.scripted.test:7'), "\n";
echo dial('tcp://rebind.scripted.test:7'), "\n";
echo dial_host('rebind.scripted.test', 7), "\n";
echo implode("\n", preg_grep('/93\.184\.217\.35|10\.11\.14\.4/', lab_seen())), "\n";
?>
--EXPECT--
connected to 93.184.217.35:7
13 Permission denied: rebind.scripted.test (10.11.14.4) is a private address
13 Permission denied: rebind.scripted.test (10.11.14.4) is a private address
internet tcp 93.184.217.35 7
