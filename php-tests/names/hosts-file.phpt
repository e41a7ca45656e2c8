--TEST--
/etc/hosts comes before DNS, with all its names and addresses, and is judged like DNS
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

rewrite('hosts', <<<'HOSTS'
    # 93.184.217.40 comment.test
    93.184.217.40   first.test second.test Third.Test  # trailing
    10.11.14.6      plain.test
    ::1             loop6.test
    93.184.217.41   both.test
    2606:4700:4700::41 both.test
    not-an-address  broken.test
    HOSTS . "\n93.184.217.42\ttab.test");
foreach (['first.test', 'second.test', 'third.test', 'FIRST.test', 'plain.test', 'loop6.test', 'tab.test', 'comment.test', 'broken.test'] as $name) {
    echo "$name: ", dial("tcp://$name:7"), "\n";
}
?>
--EXPECT--
first.test: connected to 93.184.217.40:7
second.test: connected to 93.184.217.40:7
third.test: connected to 93.184.217.40:7
FIRST.test: connected to 93.184.217.40:7
plain.test: 13 Permission denied: plain.test (10.11.14.6) is a private address
loop6.test: 13 Permission denied: loop6.test (::1) is a loopback address or one of this host
tab.test: connected to 93.184.217.42:7
comment.test: 0 php_network_getaddresses: getaddrinfo for comment.test failed: Name or service not known
broken.test: 0 php_network_getaddresses: getaddrinfo for broken.test failed: Name or service not known
