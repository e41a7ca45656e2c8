--TEST--
stream_socket_sendto() refuses an address with a NUL byte; nothing is resolved and nothing sent
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$stream = stream_socket_client('udp://93.184.217.10:7007');
foreach (["93.184.217.10:7007\0", "93.184.217.10:7007\0.example.com", "nul.scripted.test:7007\0"] as $address) {
    error_clear_last();
    var_dump(@stream_socket_sendto($stream, 'x', 0, $address));
    echo error_get_last()['message'] ?? 'no warning', "\n";
}
var_dump(seen_at('93.184.217.10'), queries_for('nul.scripted.test'));
?>
--EXPECT--
int(-1)
stream_socket_sendto(): Invalid argument: the host holds a NUL byte
int(-1)
stream_socket_sendto(): Invalid argument: the host holds a NUL byte
int(-1)
stream_socket_sendto(): Invalid argument: the host holds a NUL byte
array(0) {
}
array(0) {
}
