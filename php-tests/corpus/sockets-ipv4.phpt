--TEST--
Packets of ext/sockets go to the allowed targets and nowhere else: addresses of IPv4, of the IANA registry and in every spelling
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

dial_rows_by_sockets('iana-v4', 'v4-plain', 'v4-spelling', 'v4-invalid', 'multicast-broadcast');
?>
--EXPECT--
allow 20, deny 190, wrong 0
