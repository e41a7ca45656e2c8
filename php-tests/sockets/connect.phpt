--TEST--
socket_connect() reaches public hosts by address and by name
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
$targets = [
    [AF_INET, '93.184.216.34'], [AF_INET6, '2606:4700:4700::1111'], [AF_INET, 'plain.test'], [AF_INET6, 'plain6.test'], [AF_INET, 'dual.test'], [AF_INET6, 'dual.test'],
    [AF_INET, 'cname.test'], [AF_INET, 'PLAIN.TEST.'], [AF_INET, 'hosts-only.test'], [AF_INET6, 'plain.test'], [AF_INET6, '93.184.216.34'], [AF_INET6, '::ffff:93.184.216.34'],
    [AF_INET, '1572395042'], [AF_INET, '93.12114978'],
];
foreach ($targets as [$domain, $address]) {
    foreach ([tcp($domain), udp($domain)] as $socket) {
        echo "$address: " . try_connect($socket, $address, 7);
        socket_write($socket, 'echo');
        echo ' ', socket_read($socket, 100) . "\n";
    }
}
socket_getsockname(connected(), $address, $port);
echo $address, ' ', $port > 1023 ? 'a free port' : $port, "\n";
// A second connect: of datagrams to another place, of a stream none.
$socket = udp();
echo try_connect($socket, '93.184.216.34', 7) . ', then ' . try_connect($socket, '93.184.216.35', 7007) . "\n";
$socket = connected();
echo try_connect($socket, '93.184.216.35', 7) . ', still ' . peer($socket) . "\n";
// What refuses there is told as PHP tells it.
echo try_connect(tcp(), '93.184.216.34', 81) . "\n";
?>
--EXPECT--
93.184.216.34: connected to 93.184.216.34 7 echo
93.184.216.34: connected to 93.184.216.34 7 echo
2606:4700:4700::1111: connected to 2606:4700:4700::1111 7 echo
2606:4700:4700::1111: connected to 2606:4700:4700::1111 7 echo
plain.test: connected to 93.184.216.34 7 echo
plain.test: connected to 93.184.216.34 7 echo
plain6.test: connected to 2606:4700:4700::1111 7 echo
plain6.test: connected to 2606:4700:4700::1111 7 echo
dual.test: connected to 93.184.216.34 7 echo
dual.test: connected to 93.184.216.34 7 echo
dual.test: connected to 2606:4700:4700::1111 7 echo
dual.test: connected to 2606:4700:4700::1111 7 echo
cname.test: connected to 93.184.216.34 7 echo
cname.test: connected to 93.184.216.34 7 echo
PLAIN.TEST.: connected to 93.184.216.34 7 echo
PLAIN.TEST.: connected to 93.184.216.34 7 echo
hosts-only.test: connected to 93.184.216.34 7 echo
hosts-only.test: connected to 93.184.216.34 7 echo
plain.test: connected to ::ffff:93.184.216.34 7 echo
plain.test: connected to ::ffff:93.184.216.34 7 echo
93.184.216.34: connected to ::ffff:93.184.216.34 7 echo
93.184.216.34: connected to ::ffff:93.184.216.34 7 echo
::ffff:93.184.216.34: connected to ::ffff:93.184.216.34 7 echo
::ffff:93.184.216.34: connected to ::ffff:93.184.216.34 7 echo
1572395042: connected to 93.184.216.34 7 echo
1572395042: connected to 93.184.216.34 7 echo
93.12114978: connected to 93.184.220.34 7 echo
93.12114978: connected to 93.184.220.34 7 echo
192.0.2.2 a free port
connected to 93.184.216.34 7, then connected to 93.184.216.35 7007
warning: socket_connect(): unable to connect [106]: Transport endpoint is already connected
false with 106 and 106, still 93.184.216.34 7
warning: socket_connect(): unable to connect [111]: Connection refused
false with 111 and 111
