--TEST--
After its time to live an answer is asked for again, and judged again
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['ends.scripted.test', 'A=93.184.217.38 -> A=10.11.14.5', '1']);
echo dial('tcp://ends.scripted.test:7'), "\n";
$refused = '13 Permission denied: ends.scripted.test (10.11.14.5) is a private address';
echo await(fn () => dial('tcp://ends.scripted.test:7'), $refused), "\n";
?>
--EXPECT--
connected to 93.184.217.38:7
13 Permission denied: ends.scripted.test (10.11.14.5) is a private address
