--TEST--
A name that does not resolve gives stock's warnings, text and errno 0 for each kind of failure
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
script_answers(['onlysrv.scripted.test', 'SRV=plain.test:80']);
foreach (['nosuch.test', 'nodata.test', 'onlysrv.scripted.test', 'servfail.scripted.test'] as $name) {
    var_dump(stream_socket_client("tcp://$name:80", $errno, $errstr, 3));
    echo "$errno $errstr\n";
    var_dump(fsockopen("udp://$name", 80, $errno, $errstr, 3));
    echo "$errno $errstr\n";
}
?>
--EXPECT--
warning: stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
warning: stream_socket_client(): Unable to connect to tcp://nosuch.test:80 (php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known)
bool(false)
0 php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
warning: fsockopen(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
warning: fsockopen(): Unable to connect to udp://nosuch.test:80 (php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known)
bool(false)
0 php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
warning: stream_socket_client(): php_network_getaddresses: getaddrinfo for nodata.test failed: No address associated with hostname
warning: stream_socket_client(): Unable to connect to tcp://nodata.test:80 (php_network_getaddresses: getaddrinfo for nodata.test failed: No address associated with hostname)
bool(false)
0 php_network_getaddresses: getaddrinfo for nodata.test failed: No address associated with hostname
warning: fsockopen(): php_network_getaddresses: getaddrinfo for nodata.test failed: No address associated with hostname
warning: fsockopen(): Unable to connect to udp://nodata.test:80 (php_network_getaddresses: getaddrinfo for nodata.test failed: No address associated with hostname)
bool(false)
0 php_network_getaddresses: getaddrinfo for nodata.test failed: No address associated with hostname
warning: stream_socket_client(): php_network_getaddresses: getaddrinfo for onlysrv.scripted.test failed: No address associated with hostname
warning: stream_socket_client(): Unable to connect to tcp://onlysrv.scripted.test:80 (php_network_getaddresses: getaddrinfo for onlysrv.scripted.test failed: No address associated with hostname)
bool(false)
0 php_network_getaddresses: getaddrinfo for onlysrv.scripted.test failed: No address associated with hostname
warning: fsockopen(): php_network_getaddresses: getaddrinfo for onlysrv.scripted.test failed: No address associated with hostname
warning: fsockopen(): Unable to connect to udp://onlysrv.scripted.test:80 (php_network_getaddresses: getaddrinfo for onlysrv.scripted.test failed: No address associated with hostname)
bool(false)
0 php_network_getaddresses: getaddrinfo for onlysrv.scripted.test failed: No address associated with hostname
warning: stream_socket_client(): php_network_getaddresses: getaddrinfo for servfail.scripted.test failed: Temporary failure in name resolution
warning: stream_socket_client(): Unable to connect to tcp://servfail.scripted.test:80 (php_network_getaddresses: getaddrinfo for servfail.scripted.test failed: Temporary failure in name resolution)
bool(false)
0 php_network_getaddresses: getaddrinfo for servfail.scripted.test failed: Temporary failure in name resolution
warning: fsockopen(): php_network_getaddresses: getaddrinfo for servfail.scripted.test failed: Temporary failure in name resolution
warning: fsockopen(): Unable to connect to udp://servfail.scripted.test:80 (php_network_getaddresses: getaddrinfo for servfail.scripted.test failed: Temporary failure in name resolution)
bool(false)
0 php_network_getaddresses: getaddrinfo for servfail.scripted.test failed: Temporary failure in name resolution
