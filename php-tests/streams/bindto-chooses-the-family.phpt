--TEST--
bindto with an IPv4 wildcard keeps a name with both families to IPv4
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach ([[], ['bindto' => '0:0'], ['bindto' => '0.0.0.0:0']] as $options) {
    echo dial('tcp://dual.test:7', context: stream_context_create(['socket' => $options])), "\n";
}
?>
--EXPECT--
connected to [2606:4700:4700::1111]:7
connected to 93.184.216.34:7
connected to 93.184.216.34:7
