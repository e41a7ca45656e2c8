--TEST--
Packets of ext/sockets go to the allowed targets and nowhere else: IPv6 addresses that carry an IPv4 address
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

dial_rows_by_sockets('v6-transition');
?>
--EXPECT--
allow 0, deny 131, wrong 0
