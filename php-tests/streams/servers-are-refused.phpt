--TEST--
Server sockets of every transport are refused, with the reason and the engine's errno 0; nothing is created
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$file = getenv('LAB_DIR') . '/refused-server.sock';
foreach (stream_get_transports() as $transport) {
    $place = in_array($transport, ['unix', 'udg'], true) ? $file : '127.0.0.1:0';
    $flags = in_array($transport, ['udp', 'udg'], true) ? STREAM_SERVER_BIND : STREAM_SERVER_BIND | STREAM_SERVER_LISTEN;
    $server = @stream_socket_server("$transport://$place", $errno, $errstr, $flags);
    echo "$transport: ", json_encode($server), " $errno ", str_replace($file, 'FILE', $errstr), "\n";
}
var_dump(file_exists($file));
?>
--EXPECT--
tcp: false 0 Permission denied: listening on 127.0.0.1:0 is not allowed, sockets are outbound only
udp: false 0 Permission denied: listening on 127.0.0.1:0 is not allowed, sockets are outbound only
unix: false 0 Permission denied: listening on FILE is not allowed, sockets are outbound only
udg: false 0 Permission denied: listening on FILE is not allowed, sockets are outbound only
ssl: false 0 Permission denied: listening on 127.0.0.1:0 is not allowed, sockets are outbound only
tls: false 0 Permission denied: listening on 127.0.0.1:0 is not allowed, sockets are outbound only
tlsv1.0: false 0 Permission denied: listening on 127.0.0.1:0 is not allowed, sockets are outbound only
tlsv1.1: false 0 Permission denied: listening on 127.0.0.1:0 is not allowed, sockets are outbound only
tlsv1.2: false 0 Permission denied: listening on 127.0.0.1:0 is not allowed, sockets are outbound only
tlsv1.3: false 0 Permission denied: listening on 127.0.0.1:0 is not allowed, sockets are outbound only
bool(false)
