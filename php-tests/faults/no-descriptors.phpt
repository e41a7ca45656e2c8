--TEST--
Where descriptors run out, each operation fails with an error or succeeds, none of them leaks one, and nothing is allowed for it
--EXTENSIONS--
sockets
curl
--SKIPIF--
<?php
require __DIR__ . '/../include/no-sanitizer.skip.inc';
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';

$code = <<<'PHP'
    $operations = [
        'address' => fn () => dial('tcp://93.184.217.65:7', 10),
        'name' => fn () => dial('tcp://plain.test:7', 10),
        'name without an address' => fn () => dial('tcp://nosuch.test:7', 10),
        'several addresses' => fn () => dial('tcp://blackhole.test:7', 0.8),
        'TLS' => fn () => dial('tls://93.184.217.65:443', 10, context: trusting(['peer_name' => 'web.test'])),
        'datagrams' => fn () => dial('udp://93.184.217.65:7', 10),
        'private' => fn () => dial('tcp://10.11.14.72:7', 10),
        'private name' => fn () => dial('tcp://private.test:7', 10),
        'socket' => fn () => @socket_create(AF_INET, SOCK_STREAM, SOL_TCP) ? 'made' : socket_strerror(socket_last_error()),
        'pair' => fn () => @stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0) ? 'made' : 'not made',
        // By which error libcurl fails depends on its version.
        'transfer' => function () {
            curl_setopt_array($handle = curl_init('http://93.184.217.65/'), [CURLOPT_RETURNTRANSFER => true, CURLOPT_PROXY => '', CURLOPT_TIMEOUT => 10]);
            return trim((string) curl_exec($handle)) ?: 'failed';
        },
    ];
    // What is loaded late is loaded now.
    foreach ($operations as $operation) {
        $operation();
    }
    /** The number of descriptors that may still be opened; all are closed again. */
    function room(): int
    {
        for ($held = []; $file = @fopen('/dev/null', 'r'); $held[] = $file);
        return count($held);
    }
    $room = room();
    foreach ($operations as $name => $operation) {
        $outcomes = [];
        for ($left = 0; $left <= 12; $left++) {
            for ($held = []; count($held) < $room - $left; $held[] = fopen('/dev/null', 'r'));
            $outcomes[] = $operation();
            $held = [];
            room() === $room or $outcomes[] = "leaked with $left left";
        }
        // Which it takes more of, stock PHP or aesock, is not the point: the first outcomes and the last.
        echo "$name: ", implode(', then ', array_unique($outcomes)), "\n";
    }
    PHP;
meet(['operations' => $code], wrapper: ['prlimit', '--nofile=64']);
?>
--EXPECT--
operations: with aesock: address: 24 Too many open files, then connected to 93.184.217.65:7
name: 24 Too many open files, then connected to 93.184.216.34:7
name without an address: 0 php_network_getaddresses: getaddrinfo for nosuch.test failed: Temporary failure in name resolution, then 0 php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
several addresses: 24 Too many open files, then 110 Connection timed out, then connected to 93.184.216.34:7
TLS: 24 Too many open files, then 0 , then connected to 93.184.217.65:443
datagrams: 24 Too many open files, then connected to 93.184.217.65:7
private: 13 Permission denied: 10.11.14.72 is a private address
private name: 13 Permission denied: private.test (10.0.0.5) is a private address
socket: Too many open files, then made
pair: not made, then made
transfer: failed, then hello from 93.184.217.65
operations: in stock: address: 0 , then connected to 93.184.217.65:7
name: 0 php_network_getaddresses: getaddrinfo for plain.test failed: System error, then connected to 93.184.216.34:7
name without an address: 0 php_network_getaddresses: getaddrinfo for nosuch.test failed: System error, then 0 php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
several addresses: 0 php_network_getaddresses: getaddrinfo for blackhole.test failed: System error, then 110 Connection timed out
TLS: 0 , then connected to 93.184.217.65:443
datagrams: 0 , then connected to 93.184.217.65:7
private: 0 , then connected to 10.11.14.72:7
private name: 0 php_network_getaddresses: getaddrinfo for private.test failed: System error, then connected to 10.0.0.5:7
socket: Too many open files, then made
pair: not made, then made
transfer: failed, then hello from 93.184.217.65
