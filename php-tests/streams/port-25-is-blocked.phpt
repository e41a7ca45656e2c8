--TEST--
Port 25 is blocked at every destination over TCP and UDP; its neighbours 24 and 26 are not, nor are 465 and 587
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['tcp', 'udp', 'ssl', 'tls'] as $transport) {
    echo "$transport: ", dial("$transport://93.184.217.2:25"), "\n";
}
echo 'by name: ', dial_host('plain.test', 25), "\n";
echo 'IPv6: ', dial('tcp://[2606:4700:4700::1111]:25'), "\n";
echo 'Gmail: ', dial_host('smtp.gmail.com', 25), "\n";
foreach ([24, 26, 465, 587] as $port) {
    echo "$port: ", dial("tcp://93.184.217.2:$port"), "\n";
}
echo implode(', ', seen_at('93.184.217.2')), "\n";
?>
--EXPECT--
tcp: 13 Permission denied: port 25 of 93.184.217.2 is blocked, use 587 or 465
udp: 13 Permission denied: port 25 of 93.184.217.2 is blocked, use 587 or 465
ssl: 13 Permission denied: port 25 of 93.184.217.2 is blocked, use 587 or 465
tls: 13 Permission denied: port 25 of 93.184.217.2 is blocked, use 587 or 465
by name: 13 Permission denied: port 25 of plain.test (93.184.216.34) is blocked, use 587 or 465
IPv6: 13 Permission denied: port 25 of 2606:4700:4700::1111 is blocked, use 587 or 465
Gmail: 13 Permission denied: port 25 of smtp.gmail.com (2a00:1450:4013:c00::6d) is blocked, use 587 or 465
24: 111 Connection refused
26: 111 Connection refused
465: connected to 93.184.217.2:465
587: connected to 93.184.217.2:587
tcp 24, tcp 26, tcp 465, tcp 587
