--TEST--
Mode audit: what fails, fails with PHP's own words, and the decision is logged
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=audit
aesock.log=denied
--FILE--
<?php
foreach (['tcp://10.0.0.5:9', 'tcp://nowhere.test:80', 'tcp://10.0.0.5', 'unix:///nonexistent/socket'] as $target) {
    var_dump(@stream_socket_client($target, $errno, $error));
    echo $errno, ' ', $error, "\n";
}
?>
--EXPECTF--
aesock deny tcp://10.0.0.5:9 reason=private rule=- app=default via=stream_socket_client%S
bool(false)
111 Connection refused
bool(false)
0 php_network_getaddresses: getaddrinfo for nowhere.test failed: Name or service not known
aesock deny tcp://10.0.0.5 reason=invalid-target rule=- app=default via=stream_socket_client%S
bool(false)
0 Failed to parse address "10.0.0.5"
aesock deny unix:///nonexistent/socket reason=unix rule=- app=default via=stream_socket_client%S
bool(false)
2 No such file or directory
