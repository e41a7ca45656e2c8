--TEST--
Packets go to the allowed targets and nowhere else: hosts that are no hosts, and names with something special in them
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/corpus.inc';

dial_rows('unicode-idna', 'whitespace-control', 'hostname-invalid', 'hostname-special', 'trailing-dot', 'userinfo-url', 'percent-encoding', 'nul-byte');
?>
--EXPECT--
allow 12, deny 189, wrong 0
