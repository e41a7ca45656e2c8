--TEST--
aesock_check() gives the expected verdict: addresses of IPv6, of the IANA registry and in every spelling
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/corpus.inc';

check_rows('iana-v6', 'v6-spelling', 'v6-invalid', 'zone-id', 'brackets');
?>
--EXPECT--
allow 4, deny 190, wrong 0
