--TEST--
Packets of ext/sockets go to the allowed targets and nowhere else: names by what the name server answers
--EXTENSIONS--
sockets
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/sockets.inc';

dial_rows_by_sockets('dns-answer', 'dns-wildcard');
?>
--EXPECT--
allow 6, deny 39, wrong 0
