--TEST--
What was looked at and never read is counted when its socket ends
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$counted = function (string $when): void {
    $usage = aesock_usage();
    echo "$when: $usage[bytes_received] in $usage[datagrams_received] datagrams\n";
};
$stream = fsockopen('93.184.218.23', 7);
fwrite($stream, "seven\n");
stream_socket_recvfrom($stream, 3, STREAM_PEEK);
stream_socket_recvfrom($stream, 6, STREAM_PEEK);
stream_socket_recvfrom($stream, 2);
$counted('two read of six');
fclose($stream);
$counted('closed');

$socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
socket_connect($socket, '93.184.218.23', 7);
socket_write($socket, 'datagram');
socket_recv($socket, $data, 8, MSG_PEEK);
socket_recvfrom($socket, $data, 4, MSG_PEEK, $address, $port);
$counted('looked at');
unset($socket);
$counted('gone');
?>
--EXPECT--
two read of six: 2 in 0 datagrams
closed: 6 in 0 datagrams
looked at: 6 in 0 datagrams
gone: 14 in 1 datagrams
