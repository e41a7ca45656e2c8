--TEST--
The deny rule `socketpair` closes stream_socket_pair(), and nothing else
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.deny=socketpair
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
var_dump(stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0));
echo dial('tcp://93.184.216.34:7'), "\n";
?>
--EXPECT--
warning: stream_socket_pair(): Failed to create sockets: [13]: Permission denied: a socket pair is denied by a rule (`socketpair`)
bool(false)
connected to 93.184.216.34:7
