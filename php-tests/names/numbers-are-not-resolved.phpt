--TEST--
A numeric destination in any spelling asks no name server
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['93.184.216.34', '1572395042', '0x5db8d822', '[2606:4700:4700::1111]', '10.0.0.5', '256.1.1.1', '1.2.3.4.5', '0x'] as $host) {
    dial("tcp://$host:7");
}
var_dump(preg_grep('/ 53$/', lab_seen()));
?>
--EXPECT--
array(0) {
}
