--TEST--
A name is completed by the search list of resolv.conf as ndots says; one with a root dot is not
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['short.example.test', 'A=93.184.217.45'], ['two.labels.example.test', 'A=93.184.217.45'], ['internal.example.test', 'A=10.11.14.8']);
foreach (['short', 'two.labels', 'internal', 'short.', 'nowhere'] as $name) {
    echo "$name: ", dial("tcp://$name:7"), "\n";
}
?>
--EXPECT--
short: connected to 93.184.217.45:7
two.labels: connected to 93.184.217.45:7
internal: 13 Permission denied: internal (10.11.14.8) is a private address
short.: 0 php_network_getaddresses: getaddrinfo for short. failed: Name or service not known
nowhere: 0 php_network_getaddresses: getaddrinfo for nowhere failed: Name or service not known
