--TEST--
Name server, search list and ndots are those of resolv.conf, and a change is noticed
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['a.b.first.test', 'A=93.184.217.46'], ['host.second.test', 'A=93.184.217.47'], ['a.b', 'A=93.184.217.48']);
rewrite('resolv.conf', "nameserver 8.8.4.4\nsearch first.test second.test\noptions timeout:1 attempts:1\n");
echo await(fn () => dial('tcp://host:7'), 'connected to 93.184.217.47:7'), "\n";
echo dial('tcp://a.b:7'), "\n";
rewrite('resolv.conf', "; comment\nnameserver 8.8.4.4\nsearch first.test\noptions ndots:2 timeout:1 attempts:1\n");
echo await(fn () => dial('tcp://a.b:7'), 'connected to 93.184.217.46:7'), "\n";
echo dial('tcp://host:7'), "\n";
rewrite('resolv.conf', "nameserver 8.8.8.8\noptions timeout:1\n");
echo await(fn () => dial('tcp://plain.test:7'), 'connected to 93.184.216.34:7'), "\n";
?>
--EXPECT--
connected to 93.184.217.47:7
connected to 93.184.217.48:7
connected to 93.184.217.46:7
0 php_network_getaddresses: getaddrinfo for host failed: Name or service not known
connected to 93.184.216.34:7
