--TEST--
With standard input closed a socket still takes no descriptor below 3
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$code = <<<'PHP'
    $lookup = fn (string $address) => socket_addrinfo_lookup($address, '0', ['ai_socktype' => SOCK_STREAM])[0];
    socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
    $sockets = [
        socket_create(AF_INET, SOCK_STREAM, SOL_TCP), ...$pair, $listener = socket_create_listen(0), socket_addrinfo_bind($lookup('0.0.0.0')),
        socket_addrinfo_connect(socket_addrinfo_lookup('93.184.216.34', '7', ['ai_socktype' => SOCK_STREAM])[0]),
    ];
    socket_getsockname($listener, $address, $port);
    socket_connect($sockets[0], '127.0.0.1', $port);
    $sockets[] = socket_accept($listener);
    echo count(array_filter($sockets)), " sockets\n";
    foreach ([0, 1, 2] as $descriptor) {
        $link = @readlink("/proc/self/fd/$descriptor");
        echo $descriptor, ': ', str_starts_with((string) $link, 'socket:') ? 'a socket' : 'no socket', "\n";
    }
    PHP;
echo output(['sh', '-c', 'exec "$@" <&- 2>/dev/null', 'sh', ...sockets_command(['aesock.allow' => 'any']), '-r', $code]);
?>
--EXPECT--
7 sockets
0: no socket
1: no socket
2: no socket
