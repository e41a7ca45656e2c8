--TEST--
Datagrams go and come: socket_sendto(), socket_recvfrom(), socket_sendmsg(), socket_recvmsg(), socket_cmsg_space()
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
foreach (['93.184.217.69', '2606:4700:4700::69'] as $address) {
    $domain = str_contains($address, ':') ? AF_INET6 : AF_INET;
    $socket = udp($domain);
    echo result(socket_sendto($socket, 'datagram', 100, 0, $address, 7007), $socket), ' ';
    echo result(socket_recvfrom($socket, $data, 100, 0, $from, $port), $socket), " $data $from $port\n";
    echo result(socket_sendto($socket, 'cut', 1, 0, $address, 7), $socket), ' ';
    echo result(socket_recvfrom($socket, $data, 100, 0, $from, $port), $socket), " $data $from $port\n";
    echo result(socket_sendmsg($socket, ['name' => ['addr' => $address, 'port' => 7007], 'iov' => ['a ', 'message']]), $socket), ' ';
    $message = ['name' => [], 'buffer_size' => 100, 'controllen' => socket_cmsg_space(IPPROTO_IPV6, IPV6_PKTINFO)];
    echo result(socket_recvmsg($socket, $message), $socket), ' ', json_encode($message), "\n";
    socket_connect($socket, $address, 7007);
    echo result(socket_sendmsg($socket, ['iov' => ['connected']]), $socket), ' ', result(socket_read($socket, 100), $socket), "\n";
    echo result(socket_sendmsg(connected($address), ['iov' => ['x', 'y']])), "\n";
}
$names = ['plain.test' => AF_INET, 'plain6.test' => AF_INET6, '93.184.217.69' => AF_INET6, '1572395333' => AF_INET];
foreach ($names as $name => $domain) {
    $socket = udp($domain);
    echo "$name: ", result(socket_sendto($socket, 'x', 1, 0, $name, 7), $socket), ' ';
    echo result(socket_recvfrom($socket, $data, 1, 0, $from, $port), $socket), " $from $port\n";
}
var_dump(socket_cmsg_space(SOL_SOCKET, SCM_RIGHTS, 3) > socket_cmsg_space(SOL_SOCKET, SCM_RIGHTS, 0), socket_cmsg_space(IPPROTO_IPV6, IPV6_PKTINFO) > 0);
try {
    socket_cmsg_space(SOL_SOCKET, 4711);
} catch (ValueError $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
8 8 datagram 93.184.217.69 7007
1 1 c 93.184.217.69 7
9 9 {"name":{"family":2,"addr":"93.184.217.69","port":7007},"control":[],"iov":["a message"],"flags":0}
9 "connected"
2
8 8 datagram 2606:4700:4700::69 7007
1 1 c 2606:4700:4700::69 7
9 9 {"name":{"family":10,"addr":"2606:4700:4700::69","port":7007,"flowinfo":0,"scope_id":0},"control":[],"iov":["a message"],"flags":0}
9 "connected"
2
plain.test: 1 1 93.184.216.34 7
plain6.test: 1 1 2606:4700:4700::1111 7
93.184.217.69: 1 1 ::ffff:93.184.217.69 7
1572395333: 1 1 93.184.217.69 7
bool(true)
bool(true)
Pair level 1 and/or type 4711 is not supported
