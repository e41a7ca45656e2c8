--TEST--
A second connection within the time to live sends no packet to a name server
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach ([1, 2] as $_) {
    echo dial('tcp://plain.test:7'), ', ', count(preg_grep('/ (8\.8\.8\.8|8\.8\.4\.4) 53$/', lab_seen())) > 0 ? 'asked' : 'not asked', "\n";
}
?>
--EXPECT--
connected to 93.184.216.34:7, asked
connected to 93.184.216.34:7, not asked
