--TEST--
socket_atmark() tells where urgent data stands
--EXTENSIONS--
sockets
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (!function_exists('socket_atmark')) die('skip PHP before 8.3 has no socket_atmark()');
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$socket = connected();
var_dump(socket_atmark($socket));
socket_close($socket);
try {
    socket_atmark($socket);
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
bool(false)
socket_atmark(): Argument #1 ($socket) has already been closed
