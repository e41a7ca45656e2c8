--TEST--
A persistent connection that the server has closed is not given out again
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$first = pfsockopen('93.184.217.63', 7010);
var_dump(stream_get_contents($first), feof($first));
$second = pfsockopen('93.184.217.63', 7010);
var_dump(fgets($second));
echo implode(', ', seen_at('93.184.217.63')), "\n";
?>
--EXPECT--
string(12) "line1
line2
"
bool(true)
string(6) "line1
"
tcp 7010, tcp 7010
