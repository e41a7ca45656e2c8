--TEST--
Waiting ends after default_socket_timeout: a connect as timed out, other calls as those that found nothing
--EXTENSIONS--
sockets
pcntl
posix
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
default_socket_timeout=1
aesock.allow="listen socketpair"
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
$waits = [
    'connect' => fn () => try_connect(tcp(), '93.184.220.99', 80),
    'connect over IPv6' => fn () => try_connect(tcp(AF_INET6), '2606:4700:4700::dead', 80),
    'addrinfo' => fn () => result(socket_addrinfo_connect(socket_addrinfo_lookup('93.184.220.99', '80', ['ai_socktype' => SOCK_STREAM])[0])),
    'recv' => fn () => result(socket_recv($socket = udp_to_silence(), $data, 1, 0), $socket),
    'recvfrom' => fn () => result(socket_recvfrom($socket = udp_to_silence(), $data, 1, 0, $from, $port), $socket),
    'read' => fn () => result(socket_read($socket = connected('93.184.216.34', 7008), 1), $socket),
    'recvmsg' => function () {
        $message = ['buffer_size' => 1, 'controllen' => 100];
        return result(socket_recvmsg($socket = udp_to_silence(), $message), $socket);
    },
    'write' => fn () => result(socket_write($socket = full(), 'x'), $socket),
    'send' => fn () => result(socket_send($socket = full(), 'x', 1, 0), $socket),
    'write to a stream of it' => fn () => json_encode(@fwrite(socket_export_stream(full()), 'x')),
    'accept' => function () {
        socket_listen($socket = tcp());
        return result(socket_accept($socket), $socket);
    },
];

/** A connection whose peer takes no more. */
function full(): Socket
{
    socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $GLOBALS['pair']);
    [$socket] = $GLOBALS['pair'];
    while (socket_send($socket, str_repeat('x', 1 << 16), 1 << 16, MSG_DONTWAIT));
    socket_clear_error($socket);
    socket_clear_error();
    return $socket;
}

function udp_to_silence(): Socket
{
    $socket = udp();
    socket_connect($socket, '93.184.216.34', 7008);
    return $socket;
}

// Each waits in a process of its own, all at once.
$files = [];
foreach ($waits as $what => $wait) {
    $files[$what] = scratch();
    if (pcntl_fork() === 0) {
        ob_start();
        $start = hrtime(true);
        $outcome = $wait();
        $seconds = (hrtime(true) - $start) / 1e9;
        $when = $seconds < 0.95 ? "too early, $seconds s" : ($seconds < 9 ? 'in time' : "too late, $seconds s");
        file_put_contents($files[$what], ob_get_clean() . "$outcome, $when\n");
        posix_kill(getmypid(), SIGKILL);
    }
}
while (pcntl_wait($status) > 0);
foreach ($files as $what => $file) {
    echo "$what: ", file_get_contents($file);
}
?>
--EXPECT--
connect: warning: socket_connect(): unable to connect [110]: Connection timed out
false with 110 and 110, in time
connect over IPv6: warning: socket_connect(): unable to connect [110]: Connection timed out
false with 110 and 110, in time
addrinfo: warning: socket_addrinfo_connect(): Unable to connect address [110]: Connection timed out
false with 110, in time
recv: false with 11 and 11, in time
recvfrom: false with 11 and 11, in time
read: false with 11 and 11, in time
recvmsg: warning: socket_recvmsg(): Error in recvmsg [11]: Resource temporarily unavailable
false with 0 and 11, in time
write: false with 11 and 11, in time
send: false with 11 and 11, in time
write to a stream of it: warning: fwrite(): Send of 1 bytes failed with errno=11 Resource temporarily unavailable
false, in time
accept: false with 0 and 11, in time
