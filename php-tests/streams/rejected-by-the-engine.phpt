--TEST--
What the engine itself rejects keeps the engine's text and errno 0
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
foreach (["tcp://plain.test\0:80", "tcp://plain.test:80\0", 'tcp://plain.test', 'tcp://plain.test:', 'tcp://', 'tcp://[::1', 'tcp://[::1]', 'tcp://[::1]80', 'tcp://:'] as $target) {
    stream_socket_client($target, $errno, $errstr, 2);
    echo "$errno $errstr\n";
}
// Of an unknown transport stock PHP leaves the error number as it finds it.
foreach (['quux://plain.test:80', 'TCP://plain.test:80'] as $target) {
    stream_socket_client($target, $errno, $errstr, 2);
    echo "$errstr\n";
}
fsockopen('plain.test', -1, $errno, $errstr, 2);
echo "$errno $errstr\n";
fsockopen("plain.test\0.example.com", 80, $errno, $errstr, 2);
echo "$errno $errstr\n";
?>
--EXPECT--
warning: stream_socket_client(): Unable to connect to tcp://plain.test\0:80 (The hostname must not contain null bytes)
0 The hostname must not contain null bytes
warning: stream_socket_client(): Unable to connect to tcp://plain.test:80\0 (The hostname must not contain null bytes)
0 The hostname must not contain null bytes
warning: stream_socket_client(): Unable to connect to tcp://plain.test (Failed to parse address "plain.test")
0 Failed to parse address "plain.test"
warning: stream_socket_client(): Unable to connect to tcp://plain.test: (Failed to parse address "plain.test:")
0 Failed to parse address "plain.test:"
warning: stream_socket_client(): Unable to connect to tcp:// (Failed to parse address "")
0 Failed to parse address ""
warning: stream_socket_client(): Unable to connect to tcp://[::1 (Failed to parse IPv6 address "[::1")
0 Failed to parse IPv6 address "[::1"
warning: stream_socket_client(): Unable to connect to tcp://[::1] (Failed to parse IPv6 address "[::1]")
0 Failed to parse IPv6 address "[::1]"
warning: stream_socket_client(): Unable to connect to tcp://[::1]80 (Failed to parse IPv6 address "[::1]80")
0 Failed to parse IPv6 address "[::1]80"
warning: stream_socket_client(): Unable to connect to tcp://: (Failed to parse address ":")
0 Failed to parse address ":"
warning: stream_socket_client(): Unable to connect to quux://plain.test:80 (Unable to find the socket transport "quux" - did you forget to enable it when you configured PHP?)
Unable to find the socket transport "quux" - did you forget to enable it when you configured PHP?
warning: stream_socket_client(): Unable to connect to TCP://plain.test:80 (Unable to find the socket transport "TCP" - did you forget to enable it when you configured PHP?)
Unable to find the socket transport "TCP" - did you forget to enable it when you configured PHP?
warning: fsockopen(): Unable to connect to plain.test:-1 (Failed to parse address "plain.test")
0 Failed to parse address "plain.test"
warning: fsockopen(): Unable to connect to plain.test:80 (The hostname must not contain null bytes)
0 The hostname must not contain null bytes
