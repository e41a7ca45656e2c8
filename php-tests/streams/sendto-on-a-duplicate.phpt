--TEST--
stream_socket_sendto() judges its address on a stream that php://fd makes of a socket, too; reading and writing go on
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$stream = stream_socket_client('udp://93.184.217.15:7007');
$descriptors = array_filter(glob('/proc/self/fd/*'), fn ($link) => str_starts_with((string) @readlink($link), 'socket:'));
$duplicate = fopen('php://fd/' . basename(end($descriptors)), 'r+');
fwrite($duplicate, 'written');
echo fread($duplicate, 10), "\n";
foreach (['10.11.12.28:7007', '93.184.217.15:25', 'private.test:7007', '127.0.0.1:7'] as $address) {
    error_clear_last();
    $sent = json_encode(@stream_socket_sendto($duplicate, 'x', 0, $address));
    echo "$address: $sent, ", str_contains(error_get_last()['message'] ?? '', 'Permission denied') ? 'refused' : 'not refused', "\n";
}
echo implode("\n", preg_grep('/ (10\.11\.12\.28|93\.184\.217\.15) /', lab_seen())), "\n";
?>
--EXPECT--
written
10.11.12.28:7007: -1, refused
93.184.217.15:25: -1, refused
private.test:7007: -1, refused
127.0.0.1:7: -1, refused
internet udp 93.184.217.15 7007
