--TEST--
What the network refuses or leaves unanswered has stock's number, text and warning
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
foreach (['tcp://93.184.217.4:81', 'tls://93.184.217.4:81', 'tcp://93.184.220.99:80'] as $target) {
    stream_socket_client($target, $errno, $errstr, 0.2);
    echo "$errno $errstr\n";
}
fsockopen('93.184.217.4', 81, $errno, $errstr);
echo "$errno $errstr\n";
fsockopen('ssl://93.184.220.99', 443, $errno, $errstr, 0.2);
echo "$errno $errstr\n";
?>
--EXPECT--
warning: stream_socket_client(): Unable to connect to tcp://93.184.217.4:81 (Connection refused)
111 Connection refused
warning: stream_socket_client(): Unable to connect to tls://93.184.217.4:81 (Connection refused)
111 Connection refused
warning: stream_socket_client(): Unable to connect to tcp://93.184.220.99:80 (Connection timed out)
110 Connection timed out
warning: fsockopen(): Unable to connect to 93.184.217.4:81 (Connection refused)
111 Connection refused
warning: fsockopen(): Unable to connect to ssl://93.184.220.99:443 (Connection timed out)
110 Connection timed out
