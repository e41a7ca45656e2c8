--TEST--
Every spelling of an address is the address it means
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['2130706433', '0x7f000001', '0x7f.1', '127.1', '0177.0.0.1', '0', '0.0.0.0', '[::ffff:127.0.0.1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '167772165', '1572395042', '93.12113954'] as $host) {
    echo "$host: ", dial_host($host, 7), "\n";
}
?>
--EXPECT--
2130706433: 13 Permission denied: 127.0.0.1 is a loopback address or one of this host
0x7f000001: 13 Permission denied: 127.0.0.1 is a loopback address or one of this host
0x7f.1: 13 Permission denied: 127.0.0.1 is a loopback address or one of this host
127.1: 13 Permission denied: 127.0.0.1 is a loopback address or one of this host
0177.0.0.1: 13 Permission denied: 127.0.0.1 is a loopback address or one of this host
0: 13 Permission denied: 0.0.0.0 is a loopback address or one of this host
0.0.0.0: 13 Permission denied: 0.0.0.0 is a loopback address or one of this host
[::ffff:127.0.0.1]: 13 Permission denied: ::ffff:127.0.0.1 is a loopback address or one of this host
[::127.0.0.1]: 13 Permission denied: ::7f00:1 is a reserved address, not reachable on the Internet
[64:ff9b::7f00:1]: 13 Permission denied: 64:ff9b::7f00:1 is a loopback address or one of this host
167772165: 13 Permission denied: 10.0.0.5 is a private address
1572395042: connected to 93.184.216.34:7
93.12113954: connected to 93.184.216.34:7
