--TEST--
socket_sendto() and socket_sendmsg() judge each address, whatever the socket is connected to
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
$socket = udp();
socket_connect($socket, '93.184.217.70', 7007);
$targets = [
    [AF_INET, '10.11.15.6', 7071], [AF_INET, '127.0.0.1', 7071], [AF_INET, '255.255.255.255', 7071], [AF_INET, '224.0.0.251', 7071], [AF_INET, '93.184.217.71', 25], [AF_INET, '0', 7071],
    [AF_INET, 'private.test', 7071], [AF_INET, "93.184.217.71\0", 7071], [AF_INET, '142.250.102.108', 7071],
    [AF_INET6, '::1', 7071], [AF_INET6, '::ffff:10.11.15.6', 7071], [AF_INET6, '10.11.15.6', 7071], [AF_INET6, 'ff02::1', 7071], [AF_INET6, 'fe80::1%lab0', 7071], [AF_INET6, 'fd00:11:15::6', 7071],
];
foreach ($targets as [$domain, $address, $port]) {
    $at = $domain === AF_INET ? $socket : udp(AF_INET6);
    echo json_encode($address) . ' sendto: ' . result(socket_sendto($at, 'x', 1, 0, $address, $port), $at) . "\n";
    echo json_encode($address) . ' sendmsg: ' . result(socket_sendmsg($at, ['name' => ['addr' => $address, 'port' => $port], 'iov' => ['x']]), $at) . "\n";
}
// Over TCP an address with data is a connect.
$fast_open = 0x20000000;
$stream = tcp();
echo 'fast open: ' . result(socket_sendto($stream, 'x', 1, $fast_open, '10.11.15.6', 7071), $stream) . "\n";
echo 'fast open: ' . result(socket_sendmsg($stream, ['name' => ['addr' => '10.11.15.6', 'port' => 7071], 'iov' => ['x']], $fast_open), $stream) . "\n";
echo 'fast open: ' . result(socket_sendto($stream, 'data', 4, $fast_open, '93.184.217.72', 7), $stream) . ' ' . peer($stream) . ' ' . socket_read($stream, 4) . "\n";
echo 'still connected: ' . peer($socket) . ' ' . result(socket_write($socket, 'x'), $socket) . "\n";
echo implode("\n", preg_grep('/ 7071$|93\.184\.217\.7[012] /', lab_seen())), "\n";
?>
--EXPECT--
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 10.11.15.6 is a private address
"10.11.15.6" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.11.15.6 is a private address
"10.11.15.6" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
"127.0.0.1" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
"127.0.0.1" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 255.255.255.255 is a broadcast address
"255.255.255.255" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 255.255.255.255 is a broadcast address
"255.255.255.255" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 224.0.0.251 is a multicast address
"224.0.0.251" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 224.0.0.251 is a multicast address
"224.0.0.251" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: port 25 of 93.184.217.71 is blocked, use 587 or 465
"93.184.217.71" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: port 25 of 93.184.217.71 is blocked, use 587 or 465
"93.184.217.71" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 0.0.0.0 is a loopback address or one of this host
"0" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 0.0.0.0 is a loopback address or one of this host
"0" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: private.test (10.0.0.5) is a private address
"private.test" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: private.test (10.0.0.5) is a private address
"private.test" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [22]: Invalid argument: the host holds a NUL byte
"93.184.217.71\u0000" sendto: false with 22 and 22
warning: socket_sendmsg(): Error in sendmsg [22]: Invalid argument: the host holds a NUL byte
"93.184.217.71\u0000" sendmsg: false with 22 and 22
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 142.250.102.108 belongs to Google's own services
"142.250.102.108" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 142.250.102.108 belongs to Google's own services
"142.250.102.108" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: ::1 is a loopback address or one of this host
"::1" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: ::1 is a loopback address or one of this host
"::1" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: ::ffff:10.11.15.6 is a private address
"::ffff:10.11.15.6" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: ::ffff:10.11.15.6 is a private address
"::ffff:10.11.15.6" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 10.11.15.6 is a private address
"10.11.15.6" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.11.15.6 is a private address
"10.11.15.6" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: ff02::1 is a multicast address
"ff02::1" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: ff02::1 is a multicast address
"ff02::1" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: fe80::1 is a link-local address
"fe80::1%lab0" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: fe80::1 is a link-local address
"fe80::1%lab0" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: fd00:11:15::6 is a private address
"fd00:11:15::6" sendto: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: fd00:11:15::6 is a private address
"fd00:11:15::6" sendmsg: false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 10.11.15.6 is a private address
fast open: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.11.15.6 is a private address
fast open: false with 13 and 13
fast open: 4 93.184.217.72 7 data
still connected: 93.184.217.70 7007 1
internet tcp 93.184.217.72 7
internet udp 93.184.217.70 7007
