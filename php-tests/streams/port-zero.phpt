--TEST--
Port 0 is refused as invalid; with the rule `any` it goes to the kernel, as in stock PHP
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=any
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo dial('tcp://93.184.216.34:0'), "\n", dial_host('127.0.0.1', 0), "\n", dial('tcp://10.0.0.5:7'), "\n";
?>
--EXPECT--
111 Connection refused
0 Failed to parse address "127.0.0.1"
connected to 10.0.0.5:7
