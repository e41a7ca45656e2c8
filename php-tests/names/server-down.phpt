--TEST--
Where no name server answers at its port, the text is stock's; where one of two does, the name resolves
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$code = 'error_reporting(0); $s = stream_socket_client("tcp://plain.test:7", $errno, $errstr, 3); echo $s ? stream_socket_get_name($s, true) : "$errno $errstr", "\n";';
foreach (['8.8.8.8:5399', '93.184.220.99', '8.8.8.8:5399,8.8.8.8', '93.184.220.99,8.8.8.8', '8.8.8.8:53', '[2001:4860:4860::8888]:53', '2001:4860:4860::8888'] as $servers) {
    echo "$servers: ", run_php($code, settings: ['aesock.nameservers' => $servers]);
}
?>
--EXPECT--
8.8.8.8:5399: 0 php_network_getaddresses: getaddrinfo for plain.test failed: Temporary failure in name resolution
93.184.220.99: 0 php_network_getaddresses: getaddrinfo for plain.test failed: Temporary failure in name resolution
8.8.8.8:5399,8.8.8.8: 93.184.216.34:7
93.184.220.99,8.8.8.8: 93.184.216.34:7
8.8.8.8:53: 93.184.216.34:7
[2001:4860:4860::8888]:53: 93.184.216.34:7
2001:4860:4860::8888: 93.184.216.34:7
