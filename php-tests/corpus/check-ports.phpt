--TEST--
aesock_check() gives the expected verdict: ports and protocols
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/corpus.inc';

check_rows('port', 'port-25', 'proto');
?>
--EXPECT--
allow 14, deny 71, wrong 0
