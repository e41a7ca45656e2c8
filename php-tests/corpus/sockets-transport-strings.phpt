--TEST--
Packets of ext/sockets go to the allowed targets and nowhere else: whole transport strings and URLs
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

dial_rows_by_sockets('php-transport');
?>
--EXPECT--
allow 0, deny 8, strings 64, wrong 0
