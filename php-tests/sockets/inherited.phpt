--TEST--
Sockets that were inherited are read and written only, and what they send is judged as from all others
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

// PHP without aesock hands over a listener, a socket of datagrams and one end of a Unix pair.
$code = <<<'PHP'
    $open = fn (int $descriptor) => socket_import_stream(fopen("php://fd/$descriptor", 'r+'));
    $try = function (string $what, mixed $result): void {
        echo "$what: ", is_object($result) ? $result::class : json_encode($result), ' ', socket_last_error(), "\n";
        socket_clear_error();
    };
    set_error_handler(function (int $level, string $message) { echo "warning: $message\n"; return true; });
    $try('accept', socket_accept($open(3)));
    $udp = $open(4);
    $try('sendto', socket_sendto($udp, 'x', 1, 0, '10.11.15.13', 7));
    $try('sendto', socket_sendto($udp, 'x', 1, 0, '93.184.217.84', 7));
    $try('connect', socket_connect($udp, '10.11.15.13', 7));
    $try('shutdown', socket_shutdown($udp));
    $try('set_nonblock', socket_set_nonblock($udp));
    $try('shutdown of a stream', stream_socket_shutdown(fopen('php://fd/4', 'r+'), STREAM_SHUT_RDWR));
    $pair = $open(5);
    $try('sendto', socket_sendto($pair, 'x', 1, 0, '/dev/log'));
    $message = ['buffer_size' => 1, 'controllen' => 100];
    $try('recvmsg', socket_recvmsg($pair, $message, MSG_DONTWAIT));
    $try('set_option', socket_set_option($pair, SOL_SOCKET, SO_PASSCRED, 1));
    PHP;
$starter = <<<'PHP'
    $listener = stream_socket_server('tcp://127.0.0.1:0');
    $udp = stream_socket_server('udp://0.0.0.0:0', $errno, $error, STREAM_SERVER_BIND);
    $pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_DGRAM, 0);
    // Somebody waits to be accepted.
    $client = stream_socket_client('tcp://' . stream_socket_get_name($listener, false));
    $process = proc_open(json_decode($argv[1]), [3 => $listener, 4 => $udp, 5 => $pair[0]], $pipes);
    proc_close($process);
    PHP;
echo settled(output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-r', $starter, '--', json_encode([...sockets_command(), '-r', $code])]));
echo implode("\n", preg_grep('/10\.11\.15\.13|93\.184\.217\.84/', lab_seen())), "\n";
?>
--EXPECT--
warning: socket_accept(): unable to accept incoming connection [13]: Permission denied: listening on 127.0.0.1:PORT is not allowed, sockets are outbound only
accept: false 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 10.11.15.13 is a private address
sendto: false 13
sendto: 1 0
warning: socket_connect(): unable to connect [32]: Broken pipe: the socket was not made here, and may only be read and written
connect: false 32
warning: socket_shutdown(): Unable to shutdown socket [32]: Broken pipe: the socket was not made here, and may only be read and written
shutdown: false 32
warning: socket_set_nonblock(): unable to set nonblocking mode [32]: Broken pipe: the socket was not made here, and may only be read and written
set_nonblock: false 32
warning: stream_socket_shutdown(): Broken pipe: the socket was not made here, and may only be read and written
shutdown of a stream: false 0
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: Unix socket /dev/log is not allowed, no rule opens it
sendto: false 13
warning: socket_recvmsg(): Error in recvmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor
recvmsg: false 13
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option SO_PASSCRED is not supported
set_option: false 13
internet udp 93.184.217.84 7
