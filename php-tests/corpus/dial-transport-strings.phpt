--TEST--
Packets go to the allowed targets and nowhere else: whole transport strings and URLs
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/corpus.inc';

dial_rows('php-transport');
?>
--EXPECT--
allow 10, deny 62, wrong 0
