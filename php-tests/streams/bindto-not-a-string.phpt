--TEST--
A bindto that is no string is the engine's own error
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$context = stream_context_create(['socket' => ['bindto' => 0]]);
echo dial('tcp://93.184.216.34:7', context: $context), "\n";
?>
--EXPECT--
0 local_addr context option is not a string.
