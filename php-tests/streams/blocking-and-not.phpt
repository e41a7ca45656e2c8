--TEST--
A stream blocks until told otherwise; then a read returns at once with nothing
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$stream = stream_socket_client('tcp://93.184.216.34:7');
fwrite($stream, "one\n");
echo fgets($stream);
var_dump(stream_set_blocking($stream, false), stream_get_meta_data($stream)['blocked'], fread($stream, 10), feof($stream));
fwrite($stream, "two\n");
$read = [$stream];
$none = null;
var_dump(stream_select($read, $none, $none, 5), fread($stream, 10));
var_dump(stream_set_blocking($stream, true), stream_get_meta_data($stream)['blocked']);
fwrite($stream, "three\n");
echo fgets($stream);
?>
--EXPECT--
one
bool(true)
bool(false)
string(0) ""
bool(false)
int(1)
string(4) "two
"
bool(true)
bool(true)
three
