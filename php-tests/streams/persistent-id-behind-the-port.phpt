--TEST--
The documented persistent id behind the port is not part of the target
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['tcp://93.184.217.6:7/id', 'tcp://93.184.217.6:7/', 'tcp://93.184.217.6:7/65561', 'tcp://[2606:4700:4700::217]:7/id', 'tcp://93.184.217.6:65561/7', 'tcp://93.184.217.6:25/7'] as $target) {
    echo dial($target), "\n";
}
echo implode(', ', seen_at('93.184.217.6')), "\n";
?>
--EXPECT--
connected to 93.184.217.6:7
connected to 93.184.217.6:7
connected to 93.184.217.6:7
connected to [2606:4700:4700::217]:7
22 Invalid argument: port `65561` is not a number from 1 to 65535
13 Permission denied: port 25 of 93.184.217.6 is blocked, use 587 or 465
tcp 7, tcp 7, tcp 7
