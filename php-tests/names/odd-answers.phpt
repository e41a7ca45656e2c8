--TEST--
Of the odd answers of name servers aesock takes what stock PHP takes
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';

$cases = $lines = [];
foreach (explode("\n", trim(output([LAB . '/odd.py']))) as $i => $form) {
    $name = "odd$i.scripted.test";
    $lines[] = [$name, "ODD $form"];
    $cases[$form] = "echo str_replace('$name', 'NAME', dial('tcp://$name:7'));";
}
script_answers(...$lines);
meet($cases, [], with_name_server("nameserver 8.8.4.4\noptions timeout:2 attempts:1\n"));
?>
--EXPECT--
528 bytes without TC: connected to 93.184.217.70:7
thousands of bytes without TC: connected to 93.184.217.70:7
an OPT that nobody asked for: connected to 93.184.217.70:7
two OPT: connected to 93.184.217.70:7
an OPT among the answers: connected to 93.184.217.70:7
an OPT whose owner is not the root: connected to 93.184.217.70:7
bytes behind the message: connected to 93.184.217.70:7
additional records that are not there: connected to 93.184.217.70:7
an empty TXT: connected to 93.184.217.70:7
an empty TXT among the additional: connected to 93.184.217.70:7
a TXT that is longer than its record: connected to 93.184.217.70:7
a short SOA: connected to 93.184.217.70:7
an empty SOA and no address: 0 php_network_getaddresses: getaddrinfo for NAME failed: No address associated with hostname
an AAAA of 3 bytes: connected to 93.184.217.70:7
an A of 3 bytes beside a good one: connected to 93.184.217.70:7
an A of 5 bytes beside a good one: connected to 93.184.217.70:7
an empty A beside a good one: connected to 93.184.217.70:7
nothing but an A of 3 bytes: with aesock: 0 php_network_getaddresses: getaddrinfo for NAME failed: No address associated with hostname
nothing but an A of 3 bytes: in stock: 0 php_network_getaddresses: getaddrinfo for NAME failed: Name or service not known
an RRSIG of nothing: connected to 93.184.217.70:7
an HTTPS of nonsense: connected to 93.184.217.70:7
a type of tomorrow: connected to 93.184.217.70:7
a class of yesterday: with aesock: connected to 93.184.217.70:7
a class of yesterday: in stock: connected to 10.0.0.1:7
an NS whose name points ahead: connected to 93.184.217.70:7
an owner that is no host name: connected to 93.184.217.70:7
an alias behind its address: with aesock: connected to 93.184.217.70:7
an alias behind its address: in stock: 0 php_network_getaddresses: getaddrinfo for NAME failed: Name or service not known
an alias whose name has an underscore: connected to 93.184.217.70:7
a DNAME before the alias: connected to 93.184.217.70:7
an alias of nothing: with aesock: 0 php_network_getaddresses: getaddrinfo for NAME failed: No address associated with hostname
an alias of nothing: in stock: 0 php_network_getaddresses: getaddrinfo for NAME failed: Name or service not known
neither RA nor AA: connected to 93.184.217.70:7
the reserved bit: connected to 93.184.217.70:7
AD and CD: connected to 93.184.217.70:7
no QR: connected to 93.184.217.70:7
a TTL with the highest bit: connected to 93.184.217.70:7
NXDOMAIN with an address: 0 php_network_getaddresses: getaddrinfo for NAME failed: Name or service not known
the question in capitals: connected to 93.184.217.70:7
a refusal of a header alone: with aesock: 0 php_network_getaddresses: getaddrinfo for NAME failed: Temporary failure in name resolution
a refusal of a header alone: in stock: 0 php_network_getaddresses: getaddrinfo for NAME failed: No address associated with hostname
FORMERR to EDNS: connected to 93.184.217.70:7
NOTIMP to EDNS: connected to 93.184.217.70:7
FORMERR of a header alone to EDNS: connected to 93.184.217.70:7
silence to EDNS: connected to 93.184.217.70:7
BADVERS to EDNS: connected to 93.184.217.70:7
