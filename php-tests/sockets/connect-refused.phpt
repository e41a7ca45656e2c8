--TEST--
socket_connect() refuses what the policy refuses, with its reason and number, and without a packet
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
$targets = [
    [AF_INET, '10.11.15.1', 7061], [AF_INET, '169.254.169.254', 7061], [AF_INET, '127.0.0.1', 7061], [AF_INET, '192.0.2.2', 7061], [AF_INET, '45.79.19.2', 7061], [AF_INET, '0.0.0.0', 7061],
    [AF_INET, '224.0.0.251', 7061], [AF_INET, '255.255.255.255', 7061], [AF_INET, '192.0.2.200', 7061], [AF_INET, '142.250.102.108', 7061], [AF_INET, '93.184.217.61', 25],
    [AF_INET, '93.184.217.61', 21], [AF_INET, 'private.test', 7061], [AF_INET, 'metadata.google.internal', 7061], [AF_INET, 'localhost', 7061],
    [AF_INET6, '::1', 7061], [AF_INET6, 'fe80::1', 7061], [AF_INET6, 'fd00:11:15::1', 7061], [AF_INET6, 'ff02::1', 7061], [AF_INET6, '2a01:4f8:c0c:1::2', 7061], [AF_INET6, '::ffff:10.11.15.1', 7061],
    [AF_INET6, '64:ff9b::10.11.15.1', 7061], [AF_INET6, '10.11.15.1', 7061], [AF_INET6, 'private.test', 7061], [AF_INET6, '2001:4860:4860::8888', 7061], [AF_INET6, '2606:4700:4700::61', 25],
];
foreach ($targets as $index => [$domain, $address, $port]) {
    $socket = $index % 2 ? tcp($domain) : udp($domain);
    echo "$address $port: " . try_connect($socket, $address, $port) . ', ' . peer($socket) . "\n";
}
echo "ports 25 and 21 of UDP: " . try_connect(udp(), '93.184.217.61', 25) . ', ' . try_connect(udp(), '93.184.217.61', 21) . "\n";
var_dump(preg_grep('/ 7061$|93\.184\.217\.61 |::61 25$/', lab_seen()));

// A socket can be used after a refusal, and stays where it was.
$socket = tcp();
echo try_connect($socket, '10.11.15.1', 7) . "\n" . try_connect($socket, '93.184.216.34', 7) . "\n";
$socket = udp();
socket_connect($socket, '93.184.217.62', 7007);
echo try_connect($socket, '10.11.15.1', 7007) . ', still at ' . peer($socket) . "\n";
var_dump(socket_write($socket, 'x'), seen_at('93.184.217.62'));
?>
--EXPECT--
warning: socket_connect(): unable to connect [13]: Permission denied: 10.11.15.1 is a private address
10.11.15.1 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 169.254.169.254 is a link-local address
169.254.169.254 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
127.0.0.1 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 192.0.2.2 is a loopback address or one of this host
192.0.2.2 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 45.79.19.2 is a loopback address or one of this host
45.79.19.2 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 0.0.0.0 is a loopback address or one of this host
0.0.0.0 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 224.0.0.251 is a multicast address
224.0.0.251 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 255.255.255.255 is a broadcast address
255.255.255.255 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 192.0.2.200 is a reserved address, not reachable on the Internet
192.0.2.200 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 142.250.102.108 belongs to Google's own services
142.250.102.108 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: port 25 of 93.184.217.61 is blocked, use 587 or 465
93.184.217.61 25: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: FTP to 93.184.217.61 is not supported
93.184.217.61 21: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: private.test (10.0.0.5) is a private address
private.test 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: metadata.google.internal (169.254.169.254) is a link-local address
metadata.google.internal 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: localhost (127.0.0.1) is a loopback address or one of this host
localhost 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: ::1 is a loopback address or one of this host
::1 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: fe80::1 is a link-local address
fe80::1 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: fd00:11:15::1 is a private address
fd00:11:15::1 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: ff02::1 is a multicast address
ff02::1 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 2a01:4f8:c0c:1::2 is a loopback address or one of this host
2a01:4f8:c0c:1::2 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: ::ffff:10.11.15.1 is a private address
::ffff:10.11.15.1 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 64:ff9b::a0b:f01 is a private address
64:ff9b::10.11.15.1 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 10.11.15.1 is a private address
10.11.15.1 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: private.test (10.0.0.5) is a private address
private.test 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 2001:4860:4860::8888 belongs to Google's own services
2001:4860:4860::8888 7061: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: port 25 of 2606:4700:4700::61 is blocked, use 587 or 465
2606:4700:4700::61 25: false with 13 and 13, nobody
warning: socket_connect(): unable to connect [13]: Permission denied: port 25 of 93.184.217.61 is blocked, use 587 or 465
warning: socket_connect(): unable to connect [13]: Permission denied: FTP to 93.184.217.61 is not supported
ports 25 and 21 of UDP: false with 13 and 13, false with 13 and 13
array(0) {
}
warning: socket_connect(): unable to connect [13]: Permission denied: 10.11.15.1 is a private address
false with 13 and 13
connected to 93.184.216.34 7
warning: socket_connect(): unable to connect [13]: Permission denied: 10.11.15.1 is a private address
false with 13 and 13, still at 93.184.217.62 7007
int(1)
array(1) {
  [0]=>
  string(8) "udp 7007"
}
