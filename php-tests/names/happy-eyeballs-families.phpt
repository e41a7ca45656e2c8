--TEST--
A name with both families is tried over IPv6 first; IPv4 takes over where IPv6 is refused at once
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['family.scripted.test', 'A=93.184.217.49;AAAA=2606:4700:4700::49']);
echo dial('tcp://family.scripted.test:7'), "\n";
$start = hrtime(true);
echo dial('tcp://family.scripted.test:81'), "\n";
var_dump((hrtime(true) - $start) / 1e6 < 200);
echo implode("\n", preg_grep('/93\.184\.217\.49|4700::49/', lab_seen())), "\n";
?>
--EXPECT--
connected to [2606:4700:4700::49]:7
111 Connection refused
bool(true)
internet tcp 2606:4700:4700::49 7
internet tcp 2606:4700:4700::49 81
internet tcp 93.184.217.49 81
