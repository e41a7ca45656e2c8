--TEST--
Each class of addresses is refused with errno 13 and its own reason, and its public neighbour is not
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$destinations = [
    '9.255.255.255:7', '10.0.0.0:7', '10.255.255.255:7', '11.0.0.0:7',
    '172.15.255.255:7', '172.16.0.0:7', '172.31.255.255:7', '172.32.0.0:7',
    '192.167.255.255:7', '192.168.0.0:7', '192.168.255.255:7', '192.169.0.0:7',
    '126.255.255.255:7', '127.0.0.0:7', '127.255.255.255:7', '128.0.0.0:7',
    '169.253.255.255:7', '169.254.0.0:7', '169.254.255.255:7', '169.255.0.0:7',
    '223.255.255.255:7', '224.0.0.0:7', '239.255.255.255:7', '240.0.0.0:7', '255.255.255.254:7', '255.255.255.255:7',
    '[1fff:ffff::1]:7', '[2606:4700::1]:7', '[4000::]:7', '[fc00::]:7', '[fe80::1]:7', '[ff02::1]:7', '[::1]:7',
    '64.233.159.255:7', '64.233.160.0:7', '64.233.191.255:7', '64.233.192.0:7',
];
foreach ($destinations as $destination) {
    echo "$destination: ", dial("tcp://$destination"), "\n";
}
?>
--EXPECT--
9.255.255.255:7: connected to 9.255.255.255:7
10.0.0.0:7: 13 Permission denied: 10.0.0.0 is a private address
10.255.255.255:7: 13 Permission denied: 10.255.255.255 is a private address
11.0.0.0:7: connected to 11.0.0.0:7
172.15.255.255:7: connected to 172.15.255.255:7
172.16.0.0:7: 13 Permission denied: 172.16.0.0 is a private address
172.31.255.255:7: 13 Permission denied: 172.31.255.255 is a private address
172.32.0.0:7: connected to 172.32.0.0:7
192.167.255.255:7: connected to 192.167.255.255:7
192.168.0.0:7: 13 Permission denied: 192.168.0.0 is a private address
192.168.255.255:7: 13 Permission denied: 192.168.255.255 is a private address
192.169.0.0:7: connected to 192.169.0.0:7
126.255.255.255:7: connected to 126.255.255.255:7
127.0.0.0:7: 13 Permission denied: 127.0.0.0 is a loopback address or one of this host
127.255.255.255:7: 13 Permission denied: 127.255.255.255 is a loopback address or one of this host
128.0.0.0:7: connected to 128.0.0.0:7
169.253.255.255:7: connected to 169.253.255.255:7
169.254.0.0:7: 13 Permission denied: 169.254.0.0 is a link-local address
169.254.255.255:7: 13 Permission denied: 169.254.255.255 is a link-local address
169.255.0.0:7: connected to 169.255.0.0:7
223.255.255.255:7: connected to 223.255.255.255:7
224.0.0.0:7: 13 Permission denied: 224.0.0.0 is a multicast address
239.255.255.255:7: 13 Permission denied: 239.255.255.255 is a multicast address
240.0.0.0:7: 13 Permission denied: 240.0.0.0 is a reserved address, not reachable on the Internet
255.255.255.254:7: 13 Permission denied: 255.255.255.254 is a reserved address, not reachable on the Internet
255.255.255.255:7: 13 Permission denied: 255.255.255.255 is a broadcast address
[1fff:ffff::1]:7: 13 Permission denied: 1fff:ffff::1 is a reserved address, not reachable on the Internet
[2606:4700::1]:7: connected to [2606:4700::1]:7
[4000::]:7: 13 Permission denied: 4000:: is a reserved address, not reachable on the Internet
[fc00::]:7: 13 Permission denied: fc00:: is a private address
[fe80::1]:7: 13 Permission denied: fe80::1 is a link-local address
[ff02::1]:7: 13 Permission denied: ff02::1 is a multicast address
[::1]:7: 13 Permission denied: ::1 is a loopback address or one of this host
64.233.159.255:7: connected to 64.233.159.255:7
64.233.160.0:7: 13 Permission denied: 64.233.160.0 belongs to Google's own services
64.233.191.255:7: 13 Permission denied: 64.233.191.255 belongs to Google's own services
64.233.192.0:7: connected to 64.233.192.0:7
