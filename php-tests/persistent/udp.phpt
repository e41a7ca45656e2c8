--TEST--
A persistent UDP stream is given out again
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$first = pfsockopen('udp://93.184.217.65', 7);
$second = pfsockopen('udp://93.184.217.65', 7);
var_dump(stream_socket_get_name($first, false) === stream_socket_get_name($second, false));
fwrite($second, 'hello');
echo fread($first, 10), "\n";
?>
--EXPECT--
bool(true)
hello
