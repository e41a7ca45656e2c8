--TEST--
Packets go to the allowed targets and nowhere else: ports and protocols
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/corpus.inc';

dial_rows('port', 'port-25', 'proto');
?>
--EXPECT--
allow 14, deny 71, wrong 0
