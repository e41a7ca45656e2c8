--TEST--
A stream that is not to connect yet reaches nothing
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$stream = stream_socket_client('tcp://10.11.12.18:80', $errno, $errstr, 3, 0);
var_dump(is_resource($stream), @fwrite($stream, 'x'), stream_socket_get_name($stream, true));
var_dump(seen_at('10.11.12.18'));
?>
--EXPECT--
bool(true)
int(0)
bool(false)
array(0) {
}
