--TEST--
stream_select() tells readable from silent streams, and a stream with buffered data is readable
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$echo = stream_socket_client('tcp://93.184.216.34:7');
$silent = stream_socket_client('tcp://93.184.216.34:7008');
$none = null;
$read = [$echo, $silent];
var_dump(stream_select($read, $none, $none, 0, 10000), $read);
fwrite($echo, "one\ntwo\n");
$read = ['echo' => $echo, 'silent' => $silent];
var_dump(stream_select($read, $none, $none, 5), array_keys($read));
stream_set_blocking($echo, false);
for ($line = ''; $line === '' || $line === false; $line = fgets($echo));
echo $line;
await(fn () => stream_get_meta_data($echo)['unread_bytes'], 4);
$read = [$silent, $echo];
var_dump(stream_select($read, $none, $none, 0), array_keys($read));
$write = [$echo];
$read = [];
var_dump(stream_select($read, $write, $none, 0));
?>
--EXPECT--
int(0)
array(0) {
}
int(1)
array(1) {
  [0]=>
  string(4) "echo"
}
one
int(1)
array(1) {
  [0]=>
  int(1)
}
int(1)
