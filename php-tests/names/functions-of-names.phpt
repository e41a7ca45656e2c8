--TEST--
Functions that ask for names, protocols and services do as in PHP without aesock
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock(<<<'PHP'
    print_warnings();
    tell(gethostbyname('plain.test'), gethostbyname('nonexistent.test'), gethostbynamel('plain.test'), gethostbyname('x'));
    tell(strlen(gethostbyname(str_repeat('a', 300))));
    tell(gethostbyaddr('10.0.0.5'), gethostbyaddr('nonsense'));
    tell(checkdnsrr('plain.test', 'A'), dns_check_record('plain.test', 'MX'), dns_get_mx('plain.test', $hosts), $hosts);
    tell(array_column(dns_get_record('plain.test', DNS_A), 'ip'), @dns_get_record('nonexistent.test', DNS_A));
    tell(getmxrr('plain.test', $hosts, $weights), $hosts, $weights);
    tell(getprotobyname('tcp'), getprotobynumber(17), getservbyname('http', 'tcp'), getservbyport(443, 'tcp'), getservbyname('none', 'tcp'));
    PHP);
?>
--EXPECT--
"93.184.216.34" "nonexistent.test" ["93.184.216.34"] "x"
warning: gethostbyname(): Host name cannot be longer than 255 characters
300
warning: gethostbyaddr(): Address is not a valid IPv4 or IPv6 address
"private.test" false
true false false []
["93.184.216.34"] []
false [] []
6 "udp" 80 "https" false
