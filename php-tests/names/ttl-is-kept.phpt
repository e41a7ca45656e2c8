--TEST--
Within its time to live an answer is not asked for again, by whatever function; with TTL 0 it is
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['kept.scripted.test', 'A=93.184.217.37', '60'], ['brief.scripted.test', 'A=93.184.217.37', '0']);
foreach (['kept', 'brief'] as $name) {
    $counts = [];
    foreach (range(1, 3) as $_) {
        dial("tcp://$name.scripted.test:7");
        dial_host("$name.scripted.test", 7);
        dial_host(strtoupper($name) . '.scripted.test', 7);
        $counts[] = count(queries_for("$name.scripted.test"));
    }
    echo "$name: ", implode(', ', $counts), "\n";
}
?>
--EXPECT--
kept: 2, 2, 2
brief: 6, 12, 18
