--TEST--
Packets of ext/sockets go to the allowed targets and nowhere else: hosts that are no hosts, and names with something special in them
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

dial_rows_by_sockets('unicode-idna', 'whitespace-control', 'hostname-invalid', 'hostname-special', 'trailing-dot', 'userinfo-url', 'percent-encoding', 'nul-byte');
?>
--EXPECT--
allow 12, deny 188, strings 1, wrong 0
