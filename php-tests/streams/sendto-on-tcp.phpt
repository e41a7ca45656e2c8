--TEST--
stream_socket_sendto() on a TCP stream works as in stock PHP, with and without an address; the address is judged
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock(<<<'PHP'
    print_warnings();
    foreach (['tcp://93.184.216.34:7', 'tcp://[2606:4700:4700::1111]:7'] as $target) {
        $stream = stream_socket_client($target);
        tell(stream_socket_sendto($stream, 'plain '), stream_socket_sendto($stream, ''));
        // TCP stays with its peer, whatever the address says.
        tell(stream_socket_sendto($stream, 'addressed ', 0, '93.184.217.122:7'), stream_socket_sendto($stream, "by name\n", 0, 'plain.test:7'));
        tell(fgets($stream));
        tell(stream_socket_sendto($stream, 'x', 0, 'nosuch.test:7'), stream_socket_sendto($stream, 'x', 0, 'nothing'));
        stream_socket_shutdown($stream, STREAM_SHUT_WR);
        tell(stream_socket_sendto($stream, 'x'), fread($stream, 10), feof($stream));
    }
    $unconnected = stream_socket_client('tcp://93.184.216.34:7', $errno, $errstr, 3, 0);
    tell(stream_socket_sendto($unconnected, 'x'));
    PHP);
$stream = stream_socket_client('tcp://93.184.217.123:7');
foreach (['10.11.12.32:7', '93.184.217.123:25', '127.0.0.1:7', 'private.test:7'] as $address) {
    tell(@stream_socket_sendto($stream, 'x', 0, $address), error_get_last()['message']);
}
echo implode(', ', seen_at('93.184.217.122')), "\n";
fwrite($stream, "nothing before\n");
echo fgets($stream);
?>
--EXPECT--
6 0
10 8
"plain addressed by name\n"
warning: stream_socket_sendto(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
warning: stream_socket_sendto(): Failed to resolve `nosuch.test': php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
warning: stream_socket_sendto(): Failed to parse `nosuch.test:7' into a valid network address
warning: stream_socket_sendto(): Failed to parse `nothing' into a valid network address
false false
warning: stream_socket_sendto(): Broken pipe
-1 "" true
6 0
10 8
"plain addressed by name\n"
warning: stream_socket_sendto(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
warning: stream_socket_sendto(): Failed to resolve `nosuch.test': php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
warning: stream_socket_sendto(): Failed to parse `nosuch.test:7' into a valid network address
warning: stream_socket_sendto(): Failed to parse `nothing' into a valid network address
false false
warning: stream_socket_sendto(): Broken pipe
-1 "" true
warning: stream_socket_sendto(): Bad file descriptor
-1
-1 "stream_socket_sendto(): Permission denied: 10.11.12.32 is a private address"
-1 "stream_socket_sendto(): Permission denied: port 25 of 93.184.217.123 is blocked, use 587 or 465"
-1 "stream_socket_sendto(): Permission denied: 127.0.0.1 is a loopback address or one of this host"
-1 "stream_socket_sendto(): Permission denied: private.test (10.0.0.5) is a private address"

nothing before
