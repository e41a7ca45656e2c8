--TEST--
aesock_check() gives the expected verdict: hosts that are no hosts, and names with something special in them
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/corpus.inc';

check_rows('unicode-idna', 'whitespace-control', 'hostname-invalid', 'hostname-special', 'trailing-dot', 'userinfo-url', 'percent-encoding', 'nul-byte');
?>
--EXPECT--
allow 12, deny 189, wrong 0
