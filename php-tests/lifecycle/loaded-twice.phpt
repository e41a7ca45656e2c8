--TEST--
Loading aesock twice warns as PHP does, and the first one stays in force
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';
echo output([...command(loaded: ['AESOCK', 'AESOCK']), '-r', TRY_PRIVATE]);
?>
--EXPECT--
Warning: Module "aesock" is already loaded in Unknown on line 0
13 Permission denied: 10.0.0.5 is a private address
