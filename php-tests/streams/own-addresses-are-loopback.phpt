--TEST--
An address of the host's own interfaces is refused as loopback, public or not; its neighbour is not
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['45.79.19.1', '45.79.19.2', '45.79.19.3', '192.0.2.2', '[2a01:4f8:c0c:1::2]', '[2a01:4f8:c0c:1::3]'] as $host) {
    echo "$host: ", dial("tcp://$host:7", 1), "\n";
}
foreach (['45.79.19.2', '127.0.0.1', '0.0.0.0'] as $host) {
    echo "$host: ", dial("tcp://$host:8099"), "\n";
}
echo count(preg_grep('/^client tcp .* (7|8099)$/', lab_seen())), " packets stayed on the host\n";
?>
--EXPECT--
45.79.19.1: connected to 45.79.19.1:7
45.79.19.2: 13 Permission denied: 45.79.19.2 is a loopback address or one of this host
45.79.19.3: connected to 45.79.19.3:7
192.0.2.2: 13 Permission denied: 192.0.2.2 is a loopback address or one of this host
[2a01:4f8:c0c:1::2]: 13 Permission denied: 2a01:4f8:c0c:1::2 is a loopback address or one of this host
[2a01:4f8:c0c:1::3]: 110 Connection timed out
45.79.19.2: 13 Permission denied: 45.79.19.2 is a loopback address or one of this host
127.0.0.1: 13 Permission denied: 127.0.0.1 is a loopback address or one of this host
0.0.0.0: 13 Permission denied: 0.0.0.0 is a loopback address or one of this host
0 packets stayed on the host
