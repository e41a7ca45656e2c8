--TEST--
A quota of bytes ends a transfer of libcurl in its middle, and refuses the next one; curl_error() tells why
--INI--
aesock.quota=bytes_received:2M/day
aesock.allow=loopback
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

// A server that sends for as long as somebody reads, about ten megabytes a second.
$code = <<<'PHP'
    $server = stream_socket_server('tcp://127.0.0.1:0');
    echo explode(':', stream_socket_get_name($server, false))[1], "\n";
    while ($client = stream_socket_accept($server, -1)) {
        fgets($client);
        fwrite($client, "HTTP/1.0 200 OK\r\n\r\n");
        while (@fwrite($client, str_repeat('x', 100000))) usleep(10000);
    }
    PHP;
$process = proc_open(outside([getenv('TEST_PHP_EXECUTABLE'), '-n', '-r', $code]), [1 => ['pipe', 'w']], $pipes);
register_shutdown_function(fn () => proc_terminate($process));
$port = (int) fgets($pipes[1]);

$transfer = function (CurlHandle $handle) use (&$received): void {
    $received = 0;
    curl_setopt($handle, CURLOPT_WRITEFUNCTION, function ($handle, string $data) use (&$received): int {
        $received += strlen($data);
        return strlen($data);
    });
};
$handle = curl_init("http://127.0.0.1:$port/");
$transfer($handle);
tell(curl_exec($handle), curl_errno($handle), curl_error($handle));
tell($received >= 2000000, $received < 20000000, aesock_usage()['bytes_received'] >= $received);
tell(curl_exec($handle), $received = 0);

// The same by a multi handle.
$multi = curl_multi_init();
$other = curl_init("http://127.0.0.1:$port/");
tell(curl_multi_add_handle($multi, $other));
?>
--EXPECT--
false 42 "Callback aborted (Quota exceeded: the quota of 2000000 bytes received a day is used up until 00:00:00 UTC)"
true true true
warning: curl_exec(): Could not start the transfer: Quota exceeded: the quota of 2000000 bytes received a day is used up until 00:00:00 UTC
false 0
warning: curl_multi_add_handle(): Could not start the transfer: Quota exceeded: the quota of 2000000 bytes received a day is used up until 00:00:00 UTC
2
