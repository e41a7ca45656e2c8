--TEST--
The time-out of the call bounds dialling: all addresses of a name together
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['tcp://93.184.220.99:80', 'tcp://alldead.test:80'] as $target) {
    $start = hrtime(true);
    echo dial($target, 0.5), "\n";
    $elapsed = (hrtime(true) - $start) / 1e9;
    echo $elapsed >= 0.5 && $elapsed < 1.5 ? "after the time-out\n" : "after $elapsed s\n";
}
?>
--EXPECT--
110 Connection timed out
after the time-out
110 Connection timed out
after the time-out
