--TEST--
proc_open() with a socket as descriptor is a pair that reaches no network, and its stream is under the policy
--SKIPIF--
<?php if (!getenv('AESOCK_LAB')) die('skip needs the lab'); ?>
--FILE--
<?php
require 'php-tests/include/lab.inc';

$process = proc_open(['cat'], [['socket'], ['socket']], $pipes);
fwrite($pipes[0], "through a socket\n");
stream_socket_shutdown($pipes[0], STREAM_SHUT_WR);
echo fgets($pipes[1]);
var_dump(@stream_socket_sendto($pipes[0], 'x', 0, '10.11.12.41:53'), seen_at('10.11.12.41'));
?>
--EXPECT--
through a socket
int(-1)
array(0) {
}
