--TEST--
bindto may be the wildcard with port 0; every other address or port is refused, and nothing is sent
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['0:0', '0.0.0.0:0', '[::]:0', '0.0.0.0:1', '0.0.0.0:7000', '[::]:1', '192.0.2.2:0', '192.0.2.2:7000', '127.0.0.1:0', '[2a01:4f8:c0c:1::2]:0', '0.0.0.0:65536', '0.0.0.0:65537'] as $place) {
    $context = stream_context_create(['socket' => ['bindto' => $place]]);
    echo "$place: ", dial('tcp://93.184.217.12:7', context: $context), "\n";
}
echo implode(', ', seen_at('93.184.217.12')), "\n";
?>
--EXPECT--
0:0: connected to 93.184.217.12:7
0.0.0.0:0: connected to 93.184.217.12:7
[::]:0: connected to 93.184.217.12:7
0.0.0.0:1: 13 Permission denied: binding to 0.0.0.0:1 is not allowed, the system chooses the local address
0.0.0.0:7000: 13 Permission denied: binding to 0.0.0.0:7000 is not allowed, the system chooses the local address
[::]:1: 13 Permission denied: binding to [::]:1 is not allowed, the system chooses the local address
192.0.2.2:0: 13 Permission denied: binding to 192.0.2.2:0 is not allowed, the system chooses the local address
192.0.2.2:7000: 13 Permission denied: binding to 192.0.2.2:7000 is not allowed, the system chooses the local address
127.0.0.1:0: 13 Permission denied: binding to 127.0.0.1:0 is not allowed, the system chooses the local address
[2a01:4f8:c0c:1::2]:0: 13 Permission denied: binding to [2a01:4f8:c0c:1::2]:0 is not allowed, the system chooses the local address
0.0.0.0:65536: connected to 93.184.217.12:7
0.0.0.0:65537: 13 Permission denied: binding to 0.0.0.0:1 is not allowed, the system chooses the local address
tcp 7, tcp 7, tcp 7, tcp 7
