--TEST--
Mode disabled: there are no socket pairs either
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=disabled
--FILE--
<?php
var_dump(stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0));
?>
--EXPECTF--
Warning: stream_socket_pair() has been disabled for your application in %s on line %d
bool(false)
