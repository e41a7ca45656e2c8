--TEST--
Functions of ext/sockets fail with error 32 and the reason on a reclaimed socket, each in its own words; closing is silent, a select finds it at its end
--INI--
aesock.idle_timeout=1
aesock.allow=loopback options
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';
print_warnings();

$server = new Echoing();
foreach ([[SOCK_STREAM, SOL_TCP], [SOCK_DGRAM, SOL_UDP]] as [$type, $protocol]) {
    $socket = socket_create(AF_INET, $type, $protocol);
    socket_connect($socket, '127.0.0.1', $server->port);
    tell(socket_write($socket, "x\n"), socket_read($socket, 10));
    idle(1.2);
    $message = ['iov' => ['x']];
    $calls = [
        fn () => socket_write($socket, 'x'),
        fn () => socket_read($socket, 1),
        fn () => socket_send($socket, 'x', 1, 0),
        fn () => socket_recv($socket, $data, 1, 0),
        fn () => socket_sendto($socket, 'x', 1, 0, '127.0.0.1', $server->port),
        fn () => socket_recvfrom($socket, $data, 1, 0, $address, $port),
        fn () => socket_sendmsg($socket, $message),
        fn () => socket_recvmsg($socket, $message),
        fn () => socket_connect($socket, '127.0.0.1', $server->port),
        fn () => socket_getpeername($socket, $address),
        fn () => socket_getsockname($socket, $address),
        fn () => socket_get_option($socket, SOL_SOCKET, SO_ERROR),
        fn () => socket_set_option($socket, SOL_SOCKET, SO_KEEPALIVE, 1),
        fn () => socket_set_block($socket),
        fn () => socket_set_nonblock($socket),
        fn () => socket_shutdown($socket),
        fn () => socket_export_stream($socket),
    ];
    foreach ($calls as $call) {
        socket_clear_error($socket);
        tell($call(), socket_last_error($socket), socket_last_error());
    }
    $read = [$socket];
    tell(socket_select($read, $none, $none, 5), socket_close($socket));
}
?>
--EXPECTF--
2 "x\n"
warning: socket_write(): unable to write to socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_read(): unable to read from socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_send(): Unable to write to socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_recv(): Unable to read from socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_sendto(): Unable to write to socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_recvfrom(): Unable to recvfrom [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_sendmsg(): Error in sendmsg [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_recvmsg(): Error in recvmsg [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_connect(): unable to connect [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_getpeername(): unable to retrieve peer name [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_getsockname(): unable to retrieve socket name [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_get_option(): Unable to retrieve socket option [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_set_option(): Unable to set socket option [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_set_block(): unable to set blocking mode [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_set_nonblock(): unable to set nonblocking mode [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_shutdown(): Unable to shutdown socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_export_stream(): Unable to export socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
1 null
2 "x\n"
warning: socket_write(): unable to write to socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_read(): unable to read from socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_send(): Unable to write to socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_recv(): Unable to read from socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_sendto(): Unable to write to socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_recvfrom(): Unable to recvfrom [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_sendmsg(): Error in sendmsg [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_recvmsg(): Error in recvmsg [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_connect(): unable to connect [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_getpeername(): unable to retrieve peer name [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_getsockname(): unable to retrieve socket name [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_get_option(): Unable to retrieve socket option [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_set_option(): Unable to set socket option [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_set_block(): unable to set blocking mode [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_set_nonblock(): unable to set nonblocking mode [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_shutdown(): Unable to shutdown socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
warning: socket_export_stream(): Unable to export socket [32]: Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false 32 32
1 null
