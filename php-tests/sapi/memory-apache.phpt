--TEST--
A worker of Apache stays as it is over three thousand pages, each with a connection and a refusal (make soak: a hundred thousand)
--SKIPIF--
<?php
require __DIR__ . '/../include/no-sanitizer.skip.inc';
require __DIR__ . '/../include/lifecycle-skip-apache.inc';
?>
--INI--
aesock.mode=passthrough
--FILE--
<?php
require __DIR__ . '/../include/soak.inc';
$rows = iterator_to_array(soak(worker('apache'), 3000));
echo is_flat($rows) ? 'flat' : json_encode($rows), "\n";
?>
--EXPECT--
flat
