--TEST--
A host is what it means, however it is spelled; what is no host is no target
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
$hosts = [
    '127.1', '2130706433', '0x7f.1', '017700000001', '0', '0x0', '10.724737', '168496897', '0xa.0xb.0xf.1', '012.013.017.01', "10.11.15.1\n", ' 10.11.15.1', '10.11.15.1.',
    "10.11.15.2\0.test", "93.184.217.65\0", "\0", '', '[10.11.15.1]', '10.11.15.1:7065', 'user@10.11.15.1', '10.11.15.1%25', '10.11.15.1/x', '256.1.1.1', str_repeat('a', 64) . '.test', str_repeat('a.', 150),
    '2606:4700:4700::1111', '::1', '::ffff:10.11.15.1',
];
foreach ($hosts as $host) {
    echo substr(json_encode($host), 0, 40) . ': ' . try_connect(tcp(), $host, 7065) . "\n";
}
foreach (['::ffff:7f00:1', '0:0:0:0:0:ffff:10.11.15.1', '127.1', '0', '[::1]', '::1%lo', 'fe80::1%1', '2606:4700:4700::1111%1', '::ffff:10.11.15.1%1', "2606:4700:4700::1111\0"] as $host) {
    echo json_encode($host) . ' over IPv6: ' . try_connect(tcp(AF_INET6), $host, 7065) . "\n";
}
var_dump(preg_grep('/ 7065$/', lab_seen()));
?>
--EXPECT--
warning: socket_connect(): unable to connect [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
"127.1": false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
"2130706433": false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
"0x7f.1": false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
"017700000001": false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 0.0.0.0 is a loopback address or one of this host
"0": false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 0.0.0.0 is a loopback address or one of this host
"0x0": false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 10.11.15.1 is a private address
"10.724737": false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 10.11.15.1 is a private address
"168496897": false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 10.11.15.1 is a private address
"0xa.0xb.0xf.1": false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 10.11.15.1 is a private address
"012.013.017.01": false with 13 and 13
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
"10.11.15.1\n": false with -10001 and -10001
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
" 10.11.15.1": false with -10001 and -10001
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
"10.11.15.1.": false with -10001 and -10001
warning: socket_connect(): unable to connect [22]: Invalid argument: the host holds a NUL byte
"10.11.15.2\u0000.test": false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: the host holds a NUL byte
"93.184.217.65\u0000": false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: the host holds a NUL byte
"\u0000": false with 22 and 22
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
"": false with -10001 and -10001
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
"[10.11.15.1]": false with -10001 and -10001
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
"10.11.15.1:7065": false with -10001 and -10001
warning: socket_connect(): unable to connect [22]: Invalid argument: host `user@10.11.15.1` holds user information
"user@10.11.15.1": false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: host `10.11.15.1%25` holds `%`: link-local addresses have zones, others none, and nothing is percent-encoded
"10.11.15.1%25": false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: host `10.11.15.1/x` holds a path
"10.11.15.1\/x": false with 22 and 22
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
"256.1.1.1": false with -10001 and -10001
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: false with -10001 and -10001
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
"a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a: false with -10001 and -10001
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
"2606:4700:4700::1111": false with -10001 and -10001
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
"::1": false with -10001 and -10001
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
"::ffff:10.11.15.1": false with -10001 and -10001
warning: socket_connect(): unable to connect [13]: Permission denied: ::ffff:127.0.0.1 is a loopback address or one of this host
"::ffff:7f00:1" over IPv6: false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: ::ffff:10.11.15.1 is a private address
"0:0:0:0:0:ffff:10.11.15.1" over IPv6: false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
"127.1" over IPv6: false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 0.0.0.0 is a loopback address or one of this host
"0" over IPv6: false with 13 and 13
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
"[::1]" over IPv6: false with -10001 and -10001
warning: socket_connect(): unable to connect [22]: Invalid argument: host `::1%lo` holds `%`: link-local addresses have zones, others none, and nothing is percent-encoded
"::1%lo" over IPv6: false with 22 and 22
warning: socket_connect(): unable to connect [13]: Permission denied: fe80::1 is a link-local address
"fe80::1%1" over IPv6: false with 13 and 13
warning: socket_connect(): unable to connect [22]: Invalid argument: host `2606:4700:4700::1111%1` holds `%`: link-local addresses have zones, others none, and nothing is percent-encoded
"2606:4700:4700::1111%1" over IPv6: false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: host `::ffff:10.11.15.1%1` holds `%`: link-local addresses have zones, others none, and nothing is percent-encoded
"::ffff:10.11.15.1%1" over IPv6: false with 22 and 22
warning: socket_connect(): unable to connect [22]: Invalid argument: the host holds a NUL byte
"2606:4700:4700::1111\u0000" over IPv6: false with 22 and 22
array(0) {
}
