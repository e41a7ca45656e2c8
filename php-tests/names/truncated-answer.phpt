--TEST--
A truncated answer is asked for again over TCP, and judged like any other
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['cut.scripted.test', 'TC -> A=93.184.217.31'], ['cutbad.scripted.test', 'TC -> A=10.11.14.2'], ['big.scripted.test', 'A=93.184.218.1..200']);
echo dial('tcp://cut.scripted.test:7'), "\n", dial('tcp://cutbad.scripted.test:7'), "\n";
echo preg_replace('/218\.\d+:/', '218.*:', dial('tcp://big.scripted.test:7')), "\n";
foreach (['cut', 'cutbad', 'big'] as $name) {
    $queries = array_unique(queries_for("$name.scripted.test"));
    sort($queries);
    echo "$name: ", in_array('tcp A', $queries, true) && in_array('udp A', $queries, true) ? 'UDP, then TCP' : implode(', ', $queries), "\n";
}
?>
--EXPECT--
connected to 93.184.217.31:7
13 Permission denied: cutbad.scripted.test (10.11.14.2) is a private address
connected to 93.184.218.*:7
cut: UDP, then TCP
cutbad: UDP, then TCP
big: UDP, then TCP
