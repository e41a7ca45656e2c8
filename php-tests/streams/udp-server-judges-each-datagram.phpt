--TEST--
On a UDP server socket that a rule allows, each datagram's address is judged
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=listen
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$server = stream_socket_server('udp://0.0.0.0:0', $errno, $errstr, STREAM_SERVER_BIND);
var_dump(stream_socket_sendto($server, 'public', 0, '93.184.217.7:7007'));
echo stream_socket_recvfrom($server, 100, 0, $peer), " from $peer\n";
foreach (['10.11.12.14:7007', '93.184.217.7:25', 'private.test:7007', '127.0.0.1:7', '93.184.217.7:65561'] as $address) {
    var_dump(stream_socket_sendto($server, 'x', 0, $address));
}
echo implode(', ', seen_at('93.184.217.7')), "\n";
?>
--EXPECT--
int(6)
public from 93.184.217.7:7007
warning: stream_socket_sendto(): Permission denied: 10.11.12.14 is a private address
int(-1)
warning: stream_socket_sendto(): Permission denied: port 25 of 93.184.217.7 is blocked, use 587 or 465
int(-1)
warning: stream_socket_sendto(): Permission denied: private.test (10.0.0.5) is a private address
int(-1)
warning: stream_socket_sendto(): Permission denied: 127.0.0.1 is a loopback address or one of this host
int(-1)
warning: stream_socket_sendto(): Invalid argument: port `65561` is not a number from 1 to 65535
int(-1)
udp 7007
