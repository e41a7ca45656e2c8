--TEST--
aesock_check() gives the expected verdict: names by what the name server answers
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/corpus.inc';

check_rows('dns-answer', 'dns-wildcard');
?>
--EXPECT--
allow 6, deny 39, wrong 0
