--TEST--
socket_export_stream(): a socket as a stream reads and writes, and is judged as a stream
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
$socket = connected();
$stream = socket_export_stream($socket);
echo stream_get_meta_data($stream)['stream_type'], ' ', stream_socket_get_name($stream, true), "\n";
echo fwrite($stream, "a line\n"), ' ', fgets($stream);
echo socket_write($socket, "by socket\n"), ' ', fgets($stream);
$read = [$stream];
$none = null;
fwrite($stream, 'x');
echo stream_select($read, $none, $none, 5), ' ', fread($stream, 1), ' ', json_encode(socket_export_stream($socket) === $stream), "\n";
fclose($stream);
try {
    socket_write($socket, 'x');
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
echo "datagrams:\n";
$socket = udp();
socket_bind($socket, '0.0.0.0');
$stream = socket_export_stream($socket);
echo stream_socket_sendto($stream, 'to an address', 0, '93.184.217.82:7007'), ' ', stream_socket_recvfrom($stream, 100, 0, $from), " $from\n";
foreach (['10.11.15.12:7082', '127.0.0.1:7082', '93.184.217.83:25', 'private.test:7082'] as $address) {
    $sent = stream_socket_sendto($stream, 'x', 0, $address);
    echo "$address: $sent\n";
}
echo implode("\n", preg_grep('/ 7082$|93\.184\.217\.8[23] /', lab_seen())), "\n";
// A socket that goes keeps its stream.
$stream = socket_export_stream(connected());
echo fwrite($stream, "left alone\n"), ' ', fgets($stream);
echo "a stream of a socket that is not connected:\n";
$stream = socket_export_stream(tcp());
echo json_encode(@stream_socket_get_name($stream, true)), ' ', json_encode(stream_socket_accept($stream, 0)), "\n";
?>
--EXPECT--
tcp_socket/ssl 93.184.216.34:7
7 a line
10 by socket
1 x true
warning: socket_write(): unable to write to socket [9]: Bad file descriptor
datagrams:
13 to an address 93.184.217.82:7007
warning: stream_socket_sendto(): Permission denied: 10.11.15.12 is a private address
10.11.15.12:7082: -1
warning: stream_socket_sendto(): Permission denied: 127.0.0.1 is a loopback address or one of this host
127.0.0.1:7082: -1
warning: stream_socket_sendto(): Permission denied: port 25 of 93.184.217.83 is blocked, use 587 or 465
93.184.217.83:25: -1
warning: stream_socket_sendto(): Permission denied: private.test (10.0.0.5) is a private address
private.test:7082: -1
internet udp 93.184.217.82 7007
11 left alone
a stream of a socket that is not connected:
false warning: stream_socket_accept(): Accept failed: Permission denied: listening on an inherited socket is not allowed, sockets are outbound only
false
