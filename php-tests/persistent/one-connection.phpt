--TEST--
pfsockopen() gives the same connection again while it stands; fsockopen() does not
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$port = fn ($stream) => stream_socket_get_name($stream, false);
$first = pfsockopen('93.184.217.60', 7);
$second = pfsockopen('93.184.217.60', 7);
$other = fsockopen('93.184.217.60', 7);
var_dump($port($first) === $port($second), $port($first) === $port($other), get_resource_type($first));
fwrite($first, "written to one\n");
echo fgets($second);
echo implode(', ', seen_at('93.184.217.60')), "\n";
?>
--EXPECT--
bool(true)
bool(false)
string(17) "persistent stream"
written to one
tcp 7, tcp 7
