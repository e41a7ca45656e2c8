--TEST--
A connect that does not wait: EINPROGRESS, then socket_select(), then SO_ERROR
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
$connect = function (Socket $socket, string $address, int $port): void {
    socket_set_nonblock($socket);
    echo "$address $port: " . try_connect($socket, $address, $port) . "\n";
};
$finish = function (Socket $socket): string {
    $none = null;
    $write = [$socket];
    return socket_select($none, $write, $none, 5) . ' ready, error ' . socket_get_option($socket, SOL_SOCKET, SO_ERROR) . ', ' . peer($socket);
};
foreach ([[AF_INET, '93.184.216.34', 7], [AF_INET6, 'plain6.test', 7], [AF_INET6, 'plain.test', 7], [AF_INET, '93.184.216.34', 81]] as [$domain, $address, $port]) {
    $connect($socket = tcp($domain), $address, $port);
    echo $finish($socket), "\n";
}
// The error is told once, and a second connect tells how the first one went.
echo socket_get_option($socket, SOL_SOCKET, SO_ERROR), "\n";
$connect($socket = tcp(), '93.184.216.34', 7);
$finish($socket);
echo try_connect($socket, '93.184.216.34', 7), "\n";
$connect($socket = tcp(), '93.184.220.99', 80);
$connect($socket, '93.184.220.99', 80);
echo 'under way: ' . peer($socket) . "\n";
$connect(tcp(), '10.11.15.8', 80);
$connect(tcp(), '93.184.217.74', 25);
$connect(udp(), '93.184.216.34', 7);
var_dump(preg_grep('/10\.11\.15\.8|93\.184\.217\.74/', lab_seen()));
?>
--EXPECT--
93.184.216.34 7: false with 115 and 115
1 ready, error 0, 93.184.216.34 7
plain6.test 7: false with 115 and 115
1 ready, error 0, 2606:4700:4700::1111 7
plain.test 7: false with 115 and 115
1 ready, error 0, ::ffff:93.184.216.34 7
93.184.216.34 81: false with 115 and 115
1 ready, error 111, nobody
0
93.184.216.34 7: false with 115 and 115
connected to 93.184.216.34 7
93.184.220.99 80: false with 115 and 115
warning: socket_connect(): unable to connect [114]: Operation already in progress
93.184.220.99 80: false with 114 and 114
under way: nobody
warning: socket_connect(): unable to connect [13]: Permission denied: 10.11.15.8 is a private address
10.11.15.8 80: false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: port 25 of 93.184.217.74 is blocked, use 587 or 465
93.184.217.74 25: false with 13 and 13
93.184.216.34 7: connected to 93.184.216.34 7
array(0) {
}
