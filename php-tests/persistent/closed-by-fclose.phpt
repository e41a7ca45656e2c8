--TEST--
fclose() closes a persistent connection for good, and the next call makes a new one
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$first = pfsockopen('93.184.217.62', 7);
$port = stream_socket_get_name($first, false);
var_dump(fclose($first), @stream_socket_get_name(pfsockopen('93.184.217.62', 7), false) === $port);
echo implode(', ', seen_at('93.184.217.62')), "\n";
?>
--EXPECT--
bool(true)
bool(false)
tcp 7, tcp 7
