--TEST--
What is only looked at is not counted as received: it is when it is read
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$counted = function (string $how, string|int|false ...$got): void {
    $usage = aesock_usage();
    echo "$how: ", implode(' ', $got), ", received $usage[bytes_received] in $usage[datagrams_received] datagrams\n";
};
$stream = fsockopen('93.184.218.16', 7);
fwrite($stream, "seven\n");
$counted('STREAM_PEEK', stream_socket_recvfrom($stream, 3, STREAM_PEEK));
$counted('read', stream_socket_recvfrom($stream, 3));

$socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
socket_connect($socket, '93.184.218.16', 7);
foreach (['recv', 'recvfrom', 'recvmsg'] as $function) {
    socket_write($socket, 'datagram');
    foreach (['peek' => MSG_PEEK, 'read' => 0] as $how => $flags) {
        $message = ['buffer_size' => 8, 'controllen' => 64];
        $counted("$function, $how", match ($function) {
            'recv' => socket_recv($socket, $data, 8, $flags),
            'recvfrom' => socket_recvfrom($socket, $data, 8, $flags, $address, $port),
            'recvmsg' => socket_recvmsg($socket, $message, $flags),
        });
    }
}
?>
--EXPECT--
STREAM_PEEK: sev, received 0 in 0 datagrams
read: sev, received 3 in 0 datagrams
recv, peek: 8, received 3 in 0 datagrams
recv, read: 8, received 11 in 1 datagrams
recvfrom, peek: 8, received 11 in 1 datagrams
recvfrom, read: 8, received 19 in 2 datagrams
recvmsg, peek: 8, received 19 in 2 datagrams
recvmsg, read: 8, received 27 in 3 datagrams
