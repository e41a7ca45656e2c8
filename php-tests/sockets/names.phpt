--TEST--
Names: the socket's family is asked for, denied addresses are dropped, failures have PHP's numbers
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--CONFLICTS--
answers
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
foreach ([AF_INET, AF_INET6] as $domain) {
    foreach (['mixed.test', 'dual.test', 'plain.test', 'plain6.test', 'private.test', 'nodata.test', 'nowhere.test', 'servfail.scripted.test', 'localhost', 'example'] as $name) {
        echo "$domain $name: " . try_connect(tcp($domain), $name, 7) . "\n";
    }
}
foreach (['mixed.test', 'private.test', 'plain6.test', 'nowhere.test', 'servfail.scripted.test'] as $name) {
    $socket = udp();
    echo "$name: " . result(socket_sendto($socket, 'x', 1, 0, $name, 7), $socket) . "\n";
}
?>
--EXPECT--
2 mixed.test: connected to 93.184.216.34 7
2 dual.test: connected to 93.184.216.34 7
2 plain.test: connected to 93.184.216.34 7
warning: socket_connect(): Host lookup failed [-10004]: No address associated with name
2 plain6.test: false with -10004 and -10004
warning: socket_connect(): unable to connect [13]: Permission denied: private.test (10.0.0.5) is a private address
2 private.test: false with 13 and 13
warning: socket_connect(): Host lookup failed [-10004]: No address associated with name
2 nodata.test: false with -10004 and -10004
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
2 nowhere.test: false with -10001 and -10001
warning: socket_connect(): Host lookup failed [-10002]: Host name lookup failure
2 servfail.scripted.test: false with -10002 and -10002
warning: socket_connect(): unable to connect [13]: Permission denied: localhost (127.0.0.1) is a loopback address or one of this host
2 localhost: false with 13 and 13
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
2 example: false with -10001 and -10001
10 mixed.test: connected to ::ffff:93.184.216.34 7
10 dual.test: connected to 2606:4700:4700::1111 7
10 plain.test: connected to ::ffff:93.184.216.34 7
10 plain6.test: connected to 2606:4700:4700::1111 7
warning: socket_connect(): unable to connect [13]: Permission denied: private.test (10.0.0.5) is a private address
10 private.test: false with 13 and 13
warning: socket_connect(): Host lookup failed [-10004]: No address associated with name
10 nodata.test: false with -10004 and -10004
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
10 nowhere.test: false with -10001 and -10001
warning: socket_connect(): Host lookup failed [-10002]: Host name lookup failure
10 servfail.scripted.test: false with -10002 and -10002
warning: socket_connect(): unable to connect [13]: Permission denied: localhost (::1) is a loopback address or one of this host
10 localhost: false with 13 and 13
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
10 example: false with -10001 and -10001
mixed.test: 1
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: private.test (10.0.0.5) is a private address
private.test: false with 13 and 13
warning: socket_sendto(): Host lookup failed [-10004]: No address associated with name
plain6.test: false with -10004 and -10004
warning: socket_sendto(): Host lookup failed [-10001]: Unknown host
nowhere.test: false with -10001 and -10001
warning: socket_sendto(): Host lookup failed [-10002]: Host name lookup failure
servfail.scripted.test: false with -10002 and -10002
