--TEST--
A target that stock PHP would bend into another one is refused as invalid, errno 22, with the flaw named
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$targets = [
    'tcp://93.184.217.5:65535', 'tcp://93.184.217.5:65536', 'tcp://93.184.217.5:65561', 'tcp://93.184.217.5:0', 'tcp://93.184.217.5:-1',
    'tcp://93.184.217.5:25:587', 'tcp://93.184.217.5:80abc', 'tcp://93.184.217.5: 80', 'tcp://93.184.217.5:+80', 'tcp://93.184.217.5:080',
    'tcp://93.184.217.5:80?x', 'tcp://user@93.184.217.5:80', 'tcp://93.184.217.5%00:80', 'tcp://[fe80::1%lo]:80', 'tcp://[93.184.217.5]:80',
    'tcp://[plain.test]:80', 'tcp://2606:4700:4700::1111:80', 'tcp://bücher.test:80', 'tcp://93.184.217.5/:80', 'tcp://plain.test\\:80',
];
foreach ($targets as $target) {
    echo "$target: ", dial($target), "\n";
}
echo dial_host('93.184.217.5', 65561), "\n";
echo dial_host('93.184.217.5:25', 587), "\n";
echo implode(', ', seen_at('93.184.217.5')), "\n";
?>
--EXPECT--
tcp://93.184.217.5:65535: 111 Connection refused
tcp://93.184.217.5:65536: 22 Invalid argument: port `65536` is not a number from 1 to 65535
tcp://93.184.217.5:65561: 22 Invalid argument: port `65561` is not a number from 1 to 65535
tcp://93.184.217.5:0: 22 Invalid argument: port `0` is not a number from 1 to 65535
tcp://93.184.217.5:-1: 22 Invalid argument: port `-1` is not a number from 1 to 65535
tcp://93.184.217.5:25:587: 22 Invalid argument: there are two ports, 25 and 587: leave one out
tcp://93.184.217.5:80abc: 22 Invalid argument: port `80abc` is not a number from 1 to 65535
tcp://93.184.217.5: 80: 22 Invalid argument: port ` 80` is not a number from 1 to 65535
tcp://93.184.217.5:+80: 22 Invalid argument: port `+80` is not a number from 1 to 65535
tcp://93.184.217.5:080: 22 Invalid argument: port `080` is not a number from 1 to 65535
tcp://93.184.217.5:80?x: 22 Invalid argument: port `80?x` is not a number from 1 to 65535
tcp://user@93.184.217.5:80: 22 Invalid argument: host `user@93.184.217.5` holds user information
tcp://93.184.217.5%00:80: 22 Invalid argument: host `93.184.217.5%00` holds `%`: link-local addresses have zones, others none, and nothing is percent-encoded
tcp://[fe80::1%lo]:80: 13 Permission denied: fe80::1 is a link-local address
tcp://[93.184.217.5]:80: 22 Invalid argument: host `93.184.217.5` is not IPv6, yet stands in brackets
tcp://[plain.test]:80: 22 Invalid argument: host `plain.test` is not IPv6, yet stands in brackets
tcp://2606:4700:4700::1111:80: 22 Invalid argument: port `4700:4700::1111:80` is not a number from 1 to 65535
tcp://bücher.test:80: 22 Invalid argument: host `b\xc3\xbccher.test` is not ASCII: write its xn-- form
tcp://93.184.217.5/:80: 22 Invalid argument: host `93.184.217.5/` holds a path
tcp://plain.test\:80: 22 Invalid argument: host `plain.test\x5c` holds a path
22 Invalid argument: port `65561` is not a number from 1 to 65535
22 Invalid argument: there are two ports, 25 and 587: leave one out
tcp 65535
