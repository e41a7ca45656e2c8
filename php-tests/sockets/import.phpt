--TEST--
socket_import_stream(): a stream taken into ext/sockets is judged there too
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

ob_start(settled(...));
print_warnings();
$stream = stream_socket_client('udp://93.184.217.80:7007');
$socket = socket_import_stream($stream);
echo peer($socket), ' ', result(socket_write($socket, 'by socket')), ' ', fread($stream, 100), "\n";
echo 'sendto: ' . result(socket_sendto($socket, 'x', 1, 0, '93.184.217.81', 7007), $socket) . "\n";
foreach (['10.11.15.11', '127.0.0.1', 'private.test'] as $host) {
    echo "sendto $host: " . result(socket_sendto($socket, 'x', 1, 0, $host, 7081), $socket) . "\n";
    echo "sendmsg $host: " . result(socket_sendmsg($socket, ['name' => ['addr' => $host, 'port' => 7081], 'iov' => ['x']]), $socket) . "\n";
    echo "connect $host: " . result(socket_connect($socket, $host, 7081), $socket) . ' ' . peer($socket) . "\n";
}
echo 'bind: ' . result(socket_bind($socket, '127.0.0.1', 0), $socket) . "\n";
echo 'set: ' . result(socket_set_option($socket, SOL_SOCKET, SO_BROADCAST, 1), $socket) . "\n";
echo 'get: ' . result(socket_get_option($socket, SOL_SOCKET, SO_TYPE), $socket) . "\n";
echo 'simulated: ' . result(socket_get_option($socket, SOL_SOCKET, SO_SNDBUF), $socket) . "\n";
echo implode("\n", preg_grep('/ 7081$|93\.184\.217\.8[01] /', lab_seen())), "\n";

$tcp = socket_import_stream(stream_socket_client('tcp://93.184.216.34:7'));
echo 'listen: ' . result(socket_listen($tcp), $tcp) . "\n";
echo 'accept: ' . result(socket_accept($tcp), $tcp) . "\n";
socket_close($tcp);

// A pair of streams is no way to other Unix sockets.
$pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_DGRAM, 0);
$unix = socket_import_stream($pair[0]);
echo 'write: ' . result(socket_write($unix, 'x'), $unix) . ' ' . fread($pair[1], 1) . "\n";
echo 'sendto: ' . result(socket_sendto($unix, 'x', 1, 0, '/dev/log'), $unix) . "\n";
echo 'connect: ' . result(socket_connect($unix, '/dev/log'), $unix) . "\n";
echo 'connect: ' . result(socket_connect($unix, "\0name"), $unix) . "\n";
echo 'sendmsg: ' . result(socket_sendmsg($unix, ['name' => ['path' => '/dev/log'], 'iov' => ['x']]), $unix) . "\n";
$path = getenv('LAB_DIR') . '/import.sock';
echo 'bind: ' . result(socket_bind($unix, $path), $unix) . ' ' . json_encode(file_exists($path)) . "\n";
echo 'listen: ' . result(socket_listen($unix), $unix) . "\n";
echo 'control: ' . result(socket_sendmsg($unix, ['iov' => ['x'], 'control' => [['level' => SOL_SOCKET, 'type' => SCM_RIGHTS, 'data' => [STDIN]]]]), $unix) . "\n";
$message = ['buffer_size' => 1, 'controllen' => 100];
echo 'control: ' . result(socket_recvmsg($unix, $message, MSG_DONTWAIT), $unix) . "\n";
?>
--EXPECT--
93.184.217.80 7007 9 by socket
sendto: 1
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 10.11.15.11 is a private address
sendto 10.11.15.11: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.11.15.11 is a private address
sendmsg 10.11.15.11: false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 10.11.15.11 is a private address
connect 10.11.15.11: false with 13 and 13 93.184.217.80 7007
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
sendto 127.0.0.1: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
sendmsg 127.0.0.1: false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
connect 127.0.0.1: false with 13 and 13 93.184.217.80 7007
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: private.test (10.0.0.5) is a private address
sendto private.test: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: private.test (10.0.0.5) is a private address
sendmsg private.test: false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: private.test (10.0.0.5) is a private address
connect private.test: false with 13 and 13 93.184.217.80 7007
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to 127.0.0.1:0 is not allowed, the system chooses the local address
bind: false with 13 and 13
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option SO_BROADCAST is not supported
set: false with 13 and 13
warning: socket_get_option(): Unable to retrieve socket option [13]: Permission denied: socket option SO_TYPE is not supported
get: false with 13 and 13
simulated: 2097152
internet udp 93.184.217.80 7007
internet udp 93.184.217.81 7007
warning: socket_listen(): unable to listen on socket [13]: Permission denied: listening on 192.0.2.2:PORT is not allowed, sockets are outbound only
listen: false with 13 and 13
warning: socket_accept(): unable to accept incoming connection [13]: Permission denied: listening on 192.0.2.2:PORT is not allowed, sockets are outbound only
accept: false with 0 and 13
write: 1 x
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: Unix socket /dev/log is not allowed, no rule opens it
sendto: false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: Unix socket /dev/log is not allowed, no rule opens it
connect: false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: Unix socket \x00name is not allowed, no rule opens it
connect: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket /dev/log is not allowed, no rule opens it
sendmsg: false with 13 and 13
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to LAB/import.sock is not allowed, the system chooses the local address
bind: false with 13 and 13 false
warning: socket_listen(): unable to listen on socket [13]: Permission denied: listening on a Unix socket without a path is not allowed, sockets are outbound only
listen: false with 13 and 13
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor
control: false with 13 and 13
warning: socket_recvmsg(): Error in recvmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor
control: false with 13 and 13
