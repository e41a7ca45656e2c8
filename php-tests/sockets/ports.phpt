--TEST--
A port is a number from 1 to 65535: none wraps to another
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
foreach ([-65511, -1, 0, 1, 24, 26, 65535, 65536, 65536 + 25, 65536 + 80, 4294967296 + 80, PHP_INT_MIN, PHP_INT_MAX] as $port) {
    echo "$port: " . try_connect(tcp(), '93.184.217.63', $port) . "\n";
    $socket = udp();
    $before = "warning: socket_sendto(): Unable to write to socket [22]: Invalid argument: port `$port` is not a number from 1 to 65535\n$port: false with 22 and 22";
    echo with_port($port, $before, function () use ($socket, $port): string {
        $sent = socket_sendto($socket, 'x', 1, 0, '93.184.217.64', $port);
        return "$port: " . result($sent, $socket);
    }), "\n";
}
echo implode("\n", preg_grep('/93\.184\.217\.6[34]/', lab_seen())), "\n";
?>
--EXPECT--
warning: socket_connect(): unable to connect [22]: Invalid argument: port `-65511` is not a number from 1 to 65535
-65511: false with 22 and 22
warning: socket_sendto(): Unable to write to socket [22]: Invalid argument: port `-65511` is not a number from 1 to 65535
-65511: false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: port `-1` is not a number from 1 to 65535
-1: false with 22 and 22
warning: socket_sendto(): Unable to write to socket [22]: Invalid argument: port `-1` is not a number from 1 to 65535
-1: false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: port `0` is not a number from 1 to 65535
0: false with 22 and 22
warning: socket_sendto(): Unable to write to socket [22]: Invalid argument: port `0` is not a number from 1 to 65535
0: false with 22 and 22
warning: socket_connect(): unable to connect [111]: Connection refused
1: false with 111 and 111
1: 1
warning: socket_connect(): unable to connect [111]: Connection refused
24: false with 111 and 111
24: 1
warning: socket_connect(): unable to connect [111]: Connection refused
26: false with 111 and 111
26: 1
warning: socket_connect(): unable to connect [111]: Connection refused
65535: false with 111 and 111
65535: 1
warning: socket_connect(): unable to connect [22]: Invalid argument: port `65536` is not a number from 1 to 65535
65536: false with 22 and 22
warning: socket_sendto(): Unable to write to socket [22]: Invalid argument: port `65536` is not a number from 1 to 65535
65536: false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: port `65561` is not a number from 1 to 65535
65561: false with 22 and 22
warning: socket_sendto(): Unable to write to socket [22]: Invalid argument: port `65561` is not a number from 1 to 65535
65561: false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: port `65616` is not a number from 1 to 65535
65616: false with 22 and 22
warning: socket_sendto(): Unable to write to socket [22]: Invalid argument: port `65616` is not a number from 1 to 65535
65616: false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: port `4294967376` is not a number from 1 to 65535
4294967376: false with 22 and 22
warning: socket_sendto(): Unable to write to socket [22]: Invalid argument: port `4294967376` is not a number from 1 to 65535
4294967376: false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: port `-9223372036854775808` is not a number from 1 to 65535
-9223372036854775808: false with 22 and 22
warning: socket_sendto(): Unable to write to socket [22]: Invalid argument: port `-9223372036854775808` is not a number from 1 to 65535
-9223372036854775808: false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: port `9223372036854775807` is not a number from 1 to 65535
9223372036854775807: false with 22 and 22
warning: socket_sendto(): Unable to write to socket [22]: Invalid argument: port `9223372036854775807` is not a number from 1 to 65535
9223372036854775807: false with 22 and 22
internet tcp 93.184.217.63 1
internet udp 93.184.217.64 1
internet tcp 93.184.217.63 24
internet udp 93.184.217.64 24
internet tcp 93.184.217.63 26
internet udp 93.184.217.64 26
internet tcp 93.184.217.63 65535
internet udp 93.184.217.64 65535
