--TEST--
aesock_check() gives the expected verdict: whole transport strings and URLs
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/corpus.inc';

check_rows('php-transport');
?>
--EXPECT--
allow 10, deny 45, wrong 0, URLs 17
