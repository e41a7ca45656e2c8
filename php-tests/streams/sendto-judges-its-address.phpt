--TEST--
stream_socket_sendto() judges the address it is given, whatever the stream is connected to
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$stream = stream_socket_client('udp://93.184.217.8:7007');
$addresses = [
    '93.184.217.9:7007', '10.11.12.15:7007', '127.1:7007', '255.255.255.255:7', '93.184.217.9:25', '93.184.217.9:26', '93.184.217.9:65561',
    '93.184.217.9:25:587', '93.184.217.9:7007x', 'private.test:7007', '[::ffff:10.11.12.15]:7007', 'nothing',
];
foreach ($addresses as $address) {
    $sent = json_encode(stream_socket_sendto($stream, 'x', 0, $address));
    echo "$address: $sent\n";
}
var_dump(stream_socket_sendto($stream, 'no address'), fread($stream, 100));
$packets = lab_seen();
echo implode("\n", preg_grep('/93\.184\.217\.[89] /', $packets)), "\n";
var_dump(preg_grep('/10\.11\.12\.15|10\.0\.0\.5 7007|255/', $packets));
?>
--EXPECT--
93.184.217.9:7007: 1
warning: stream_socket_sendto(): Permission denied: 10.11.12.15 is a private address
10.11.12.15:7007: -1
warning: stream_socket_sendto(): Permission denied: 127.0.0.1 is a loopback address or one of this host
127.1:7007: -1
warning: stream_socket_sendto(): Permission denied: 255.255.255.255 is a broadcast address
255.255.255.255:7: -1
warning: stream_socket_sendto(): Permission denied: port 25 of 93.184.217.9 is blocked, use 587 or 465
93.184.217.9:25: -1
93.184.217.9:26: 1
warning: stream_socket_sendto(): Invalid argument: port `65561` is not a number from 1 to 65535
93.184.217.9:65561: -1
warning: stream_socket_sendto(): Invalid argument: there are two ports, 25 and 587: leave one out
93.184.217.9:25:587: -1
warning: stream_socket_sendto(): Invalid argument: port `7007x` is not a number from 1 to 65535
93.184.217.9:7007x: -1
warning: stream_socket_sendto(): Permission denied: private.test (10.0.0.5) is a private address
private.test:7007: -1
warning: stream_socket_sendto(): Permission denied: ::ffff:10.11.12.15 is a private address
[::ffff:10.11.12.15]:7007: -1
warning: stream_socket_sendto(): Failed to parse `nothing' into a valid network address
nothing: false
int(10)
string(10) "no address"
internet udp 93.184.217.9 7007
internet udp 93.184.217.9 26
internet udp 93.184.217.8 7007
array(0) {
}
