--TEST--
What cannot be a name gives stock's words without a name server being asked; what could be one is asked for
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['256.1.1.1', '1.2.3.4.5', 'a..b', 'a b', str_repeat('a', 64) . '.test', str_repeat('a.', 127) . 'test', 'under_score.test', str_repeat('a', 63) . '.test'] as $name) {
    lab_seen();
    $error = substr(strstr(dial("tcp://$name:7"), 'failed: '), 8);
    echo strlen($name) > 20 ? strlen($name) . ' bytes' : $name, ": $error, ", preg_grep('/ 53$/', lab_seen()) ? 'asked' : 'not asked', "\n";
}
?>
--EXPECT--
256.1.1.1: Name or service not known, not asked
1.2.3.4.5: Name or service not known, not asked
a..b: Name or service not known, not asked
a b: Name or service not known, not asked
69 bytes: Name or service not known, not asked
258 bytes: Name or service not known, not asked
under_score.test: Name or service not known, asked
68 bytes: Name or service not known, asked
