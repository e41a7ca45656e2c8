--TEST--
Packets of ext/sockets go to the allowed targets and nowhere else: public addresses, Google's ranges and App Engine's exceptions
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

dial_rows_by_sockets('public-control', 'google-range', 'google-exception');
?>
--EXPECT--
allow 77, deny 106, wrong 0
