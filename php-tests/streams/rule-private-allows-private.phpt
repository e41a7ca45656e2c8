--TEST--
A rule for a class or an address allows what it names and nothing beside it
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow="private tcp://127.0.0.1:8099"
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['10.0.0.5:7', '10.0.0.5:25', '127.0.0.1:8099', '127.0.0.1:80', '169.254.169.254:80', '192.0.2.2:8099'] as $place) {
    echo "$place: ", dial("tcp://$place"), ', ', dial("udp://$place"), "\n";
}
?>
--EXPECT--
10.0.0.5:7: connected to 10.0.0.5:7, connected to 10.0.0.5:7
10.0.0.5:25: 13 Permission denied: port 25 of 10.0.0.5 is blocked, use 587 or 465, 13 Permission denied: port 25 of 10.0.0.5 is blocked, use 587 or 465
127.0.0.1:8099: connected to 127.0.0.1:8099, 13 Permission denied: 127.0.0.1 is a loopback address or one of this host
127.0.0.1:80: 13 Permission denied: 127.0.0.1 is a loopback address or one of this host, 13 Permission denied: 127.0.0.1 is a loopback address or one of this host
169.254.169.254:80: 13 Permission denied: 169.254.169.254 is a link-local address, 13 Permission denied: 169.254.169.254 is a link-local address
192.0.2.2:8099: 13 Permission denied: 192.0.2.2 is a loopback address or one of this host, 13 Permission denied: 192.0.2.2 is a loopback address or one of this host
