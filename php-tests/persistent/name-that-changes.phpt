--TEST--
A persistent connection to a name is given out by name while it stands; a new one is resolved and judged anew
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['lasting.scripted.test', 'A=93.184.217.64 -> A=10.11.15.2']);
$first = pfsockopen('lasting.scripted.test', 7);
var_dump(stream_socket_get_name(pfsockopen('lasting.scripted.test', 7), false) === stream_socket_get_name($first, false));
fclose($first);
$stream = @pfsockopen('lasting.scripted.test', 7, $errno, $errstr, 3);
echo outcome($stream, $errno, $errstr), "\n";
echo implode("\n", preg_grep('/93\.184\.217\.64|10\.11\.15\.2/', lab_seen())), "\n";
?>
--EXPECT--
bool(true)
13 Permission denied: lasting.scripted.test (10.11.15.2) is a private address
internet tcp 93.184.217.64 7
