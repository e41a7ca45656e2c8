--TEST--
A refused redirect sends no packet to where it leads
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

lab_seen();
foreach (['redirect-private', 'redirect-25'] as $path) {
    @file_get_contents("http://plain.test/$path");
}
echo implode("\n", preg_grep('/ 53$/', lab_seen(), PREG_GREP_INVERT)), "\n";
?>
--EXPECT--
internet tcp 93.184.216.34 80
internet tcp 93.184.216.34 80
