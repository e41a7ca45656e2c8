--TEST--
An error handler may connect from inside a warning: each connection is judged by itself
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

// The engine has no handler while it is in one: each level sets its own.
function connect_in_handler(int $level): void
{
    set_error_handler(function (int $severity, string $message) use ($level) {
        echo "$level: $message\n";
        if ($level < 3) {
            connect_in_handler($level + 1);
        }
        return true;
    });
    $stream = stream_socket_client($level < 3 ? 'tcp://nosuch.test:80' : 'tcp://10.11.12.20:80', $errno, $errstr, 3);
    restore_error_handler();
    echo "$level: ", outcome($stream, $errno, $errstr), '; ', dial('tcp://93.184.216.34:7'), "\n";
}
connect_in_handler(1);
var_dump(seen_at('10.11.12.20'));
?>
--EXPECT--
1: stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
2: stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
3: stream_socket_client(): Unable to connect to tcp://10.11.12.20:80 (Permission denied: 10.11.12.20 is a private address)
3: 13 Permission denied: 10.11.12.20 is a private address; connected to 93.184.216.34:7
2: stream_socket_client(): Unable to connect to tcp://nosuch.test:80 (php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known)
3: stream_socket_client(): Unable to connect to tcp://10.11.12.20:80 (Permission denied: 10.11.12.20 is a private address)
3: 13 Permission denied: 10.11.12.20 is a private address; connected to 93.184.216.34:7
2: 0 php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known; connected to 93.184.216.34:7
1: stream_socket_client(): Unable to connect to tcp://nosuch.test:80 (php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known)
2: stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
3: stream_socket_client(): Unable to connect to tcp://10.11.12.20:80 (Permission denied: 10.11.12.20 is a private address)
3: 13 Permission denied: 10.11.12.20 is a private address; connected to 93.184.216.34:7
2: stream_socket_client(): Unable to connect to tcp://nosuch.test:80 (php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known)
3: stream_socket_client(): Unable to connect to tcp://10.11.12.20:80 (Permission denied: 10.11.12.20 is a private address)
3: 13 Permission denied: 10.11.12.20 is a private address; connected to 93.184.216.34:7
2: 0 php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known; connected to 93.184.216.34:7
1: 0 php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known; connected to 93.184.216.34:7
array(0) {
}
