--TEST--
Packets of ext/sockets go to the allowed targets and nowhere else: ports and protocols
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

dial_rows_by_sockets('port', 'port-25', 'proto');
?>
--EXPECT--
allow 14, deny 67, other ports 4, wrong 0
