--TEST--
aesock_check() gives the expected verdict: IPv6 addresses that carry an IPv4 address
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/corpus.inc';

check_rows('v6-transition');
?>
--EXPECT--
allow 0, deny 131, wrong 0
