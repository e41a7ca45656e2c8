--TEST--
A megabyte arrives whole, both ways at once
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$stream = stream_socket_client('tcp://93.184.216.34:7');
stream_set_blocking($stream, false);
$sent = random_bytes(1 << 20);
$received = '';
for ($rest = $sent; strlen($received) < strlen($sent) && !feof($stream);) {
    $read = [$stream];
    $write = $rest === '' ? null : [$stream];
    $none = null;
    stream_select($read, $write, $none, 5) or die('nothing moves');
    $rest = substr($rest, $write ? fwrite($stream, $rest) : 0);
    $received .= $read ? fread($stream, 65536) : '';
}
var_dump($received === $sent);
?>
--EXPECT--
bool(true)
