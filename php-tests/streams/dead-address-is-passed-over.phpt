--TEST--
Where the first address of a name is dead the next one is tried after a quarter of a second, and both are seen
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

lab_seen();
$start = hrtime(true);
echo dial('tcp://blackhole.test:7010', 5), "\n";
$elapsed = (hrtime(true) - $start) / 1e6;
echo $elapsed > 200 && $elapsed < 1000 ? "soon\n" : "after $elapsed ms\n";
$dialled = preg_grep('/ 7010$/', lab_seen());
echo implode("\n", $dialled), "\n";
?>
--EXPECT--
connected to 93.184.216.34:7010
soon
internet tcp 2606:4700:4700::dead 7010
internet tcp 93.184.216.34 7010
