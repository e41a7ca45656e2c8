--TEST--
Mode passthrough: ext/sockets is as without aesock, and nothing is logged
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.mode=passthrough
aesock.log=all
aesock.deny=any
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
foreach ([['10.0.0.5', 7], ['private.test', 7], ['127.1', 8099], ['93.184.216.34', 65561], ["93.184.216.34\0x", 7], ['nowhere.test', 7]] as [$host, $port]) {
    echo json_encode($host), " $port: ", try_connect(tcp(), $host, $port), "\n";
}
$udp = udp();
echo result(socket_sendto($udp, 'x', 1, 0, 'private.test', 7), $udp), ' ', result(socket_sendmsg($udp, ['name' => ['addr' => '10.0.0.7', 'port' => 7], 'iov' => ['x']]), $udp), "\n";
$listener = socket_create_listen(0);
socket_getsockname($listener, $address, $port);
$client = connected('127.0.0.1', $port);
$accepted = socket_accept($listener);
socket_write($client, 'served');
echo socket_read($accepted, 6), "\n";
socket_set_option($client, SOL_SOCKET, SO_RCVTIMEO, ['sec' => 5, 'usec' => 0]);
echo json_encode(socket_get_option($client, SOL_SOCKET, SO_RCVTIMEO)), ' ', json_encode(socket_get_option($accepted, SOL_SOCKET, SO_RCVTIMEO)), ' ', socket_get_option($client, SOL_SOCKET, SO_TYPE), "\n";
echo result(socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair)), ' ', result(socket_create(AF_UNIX, SOCK_STREAM, 0)), ' ', result(socket_create(AF_INET, SOCK_RAW, 1)), "\n";
echo result(socket_bind($socket = tcp(), '192.0.2.2', 0), $socket), ' ', peer(socket_addrinfo_connect(socket_addrinfo_lookup('10.0.0.8', '7', ['ai_socktype' => SOCK_STREAM])[0])), "\n";
?>
--EXPECT--
"10.0.0.5" 7: connected to 10.0.0.5 7
"private.test" 7: connected to 10.0.0.5 7
"127.1" 8099: connected to 127.0.0.1 8099
"93.184.216.34" 65561: connected to 93.184.216.34 25
"93.184.216.34\u0000x" 7: connected to 93.184.216.34 7
"nowhere.test" 7: warning: socket_connect(): Host lookup failed [-10001]: Unknown host
false with -10001 and -10001
1 1
served
{"sec":5,"usec":0} {"sec":0,"usec":0} 1
true Socket Socket
true 10.0.0.8 7
