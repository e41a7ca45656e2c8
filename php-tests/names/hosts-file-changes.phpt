--TEST--
A change of /etc/hosts is noticed within a second or so, in both directions
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

rewrite('hosts', "93.184.217.43 changing.test\n");
echo dial('tcp://changing.test:7'), "\n";
foreach (['10.11.14.7', '93.184.217.44'] as $address) {
    rewrite('hosts', "$address changing.test\n");
    $expected = str_starts_with($address, '10.') ? "13 Permission denied: changing.test ($address) is a private address" : "connected to $address:7";
    echo await(fn () => dial('tcp://changing.test:7'), $expected), "\n";
}
rewrite('hosts', '');
echo await(fn () => dial('tcp://changing.test:7'), '0 php_network_getaddresses: getaddrinfo for changing.test failed: Name or service not known'), "\n";
?>
--EXPECT--
connected to 93.184.217.43:7
13 Permission denied: changing.test (10.11.14.7) is a private address
connected to 93.184.217.44:7
0 php_network_getaddresses: getaddrinfo for changing.test failed: Name or service not known
