--TEST--
socket_select() tells what can be read and written
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$none = null;
$echo = connected();
$silent = connected('93.184.216.34', 7008);
$write = [$echo, 'key' => $silent];
var_dump(socket_select($none, $write, $none, 5), array_keys($write));
$read = ['silent' => $silent, 'echo' => $echo];
var_dump(socket_select($read, $none, $none, 0), $read);
socket_write($echo, 'x');
$read = ['silent' => $silent, 'echo' => $echo];
var_dump(socket_select($read, $none, $none, 5), array_keys($read));
// A hang-up reads as the end.
$closing = connected('93.184.216.34', 7010);
$read = [$closing];
var_dump(socket_select($read, $none, $none, null), socket_recv($closing, $data, 12, MSG_WAITALL), $data);
$read = [$closing];
var_dump(socket_select($read, $none, $none, 5), socket_read($closing, 1));
try {
    socket_select($none, $none, $none, 0);
} catch (ValueError $error) {
    echo $error->getMessage(), "\n";
}
socket_close($closing);
$read = [$closing];
try {
    socket_select($read, $none, $none, 0);
} catch (TypeError $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
int(2)
array(2) {
  [0]=>
  int(0)
  [1]=>
  string(3) "key"
}
int(0)
array(0) {
}
int(1)
array(1) {
  [0]=>
  string(4) "echo"
}
int(1)
int(12)
string(12) "line1
line2
"
int(1)
string(0) ""
socket_select(): At least one array argument must be passed
socket_select(): Argument #1 ($read) contains a closed socket
