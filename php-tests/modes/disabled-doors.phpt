--TEST--
Mode disabled: every transport refuses with the reason, allow rules or not
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=disabled
aesock.allow=any
--FILE--
<?php
foreach (['tcp', 'udp', 'ssl', 'tls', 'tlsv1.2'] as $transport) {
    $stream = @stream_socket_client("$transport://93.184.216.34:443", $errno, $error);
    echo $transport, ' ', $stream ? 'connected' : "$errno $error", "\n";
}
foreach (['unix', 'udg'] as $transport) {
    $stream = @stream_socket_client("$transport:///nonexistent/socket", $errno, $error);
    echo $transport, ' ', $stream ? 'connected' : "$errno $error", "\n";
}
var_dump(stream_socket_client('tcp://plain.test:80'));
var_dump(@stream_socket_server('tcp://127.0.0.1:8802', $errno, $error), $error);
var_dump(file_get_contents('http://plain.test/'));
print_r(aesock_check('plain.test', 80));
?>
--EXPECTF--
tcp 13 Permission denied: sockets are disabled for your application by aesock.mode
udp 13 Permission denied: sockets are disabled for your application by aesock.mode
ssl 13 Permission denied: sockets are disabled for your application by aesock.mode
tls 13 Permission denied: sockets are disabled for your application by aesock.mode
tlsv1.2 13 Permission denied: sockets are disabled for your application by aesock.mode
unix 13 Permission denied: sockets are disabled for your application by aesock.mode
udg 13 Permission denied: sockets are disabled for your application by aesock.mode

Warning: stream_socket_client(): Unable to connect to tcp://plain.test:80 (Permission denied: sockets are disabled for your application by aesock.mode) in %s on line %d
bool(false)
bool(false)
string(75) "Permission denied: sockets are disabled for your application by aesock.mode"

Warning: file_get_contents(%S): Failed to open stream: Permission denied: sockets are disabled for your application by aesock.mode in %s on line %d
bool(false)
Array
(
    [allowed] => 
    [reason] => disabled
    [message] => sockets are disabled for your application by aesock.mode
    [remedy] => Set `aesock.mode=enforce`.
    [rule] => 
    [addresses] => Array
        (
        )

)
