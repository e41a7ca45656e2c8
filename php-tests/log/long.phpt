--TEST--
A very long host is cut in the log
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$line = php('@fsockopen(str_repeat("a", 100000), 80);', ['aesock.log' => 'all']);
var_dump(substr_count($line, "\n"), strlen($line) < 1000, str_ends_with($line, " app=default via=fsockopen at=Command\\x20line\\x20code:1\n"));
?>
--EXPECT--
int(1)
bool(true)
bool(true)
