--TEST--
An error handler may throw, close the socket or call back while a call of ext/sockets is refused
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$refusals = [
    'connect' => fn (Socket $socket) => socket_connect($socket, '10.11.15.14', 7),
    'connect by name' => fn (Socket $socket) => socket_connect($socket, 'nowhere.test', 7),
    'connect refused there' => fn (Socket $socket) => socket_connect($socket, '93.184.216.34', 81),
    'sendto' => fn (Socket $socket) => socket_sendto($socket, 'x', 1, 0, '10.11.15.14', 7),
    'sendmsg' => fn (Socket $socket) => socket_sendmsg($socket, ['name' => ['addr' => '10.11.15.14', 'port' => 7], 'iov' => ['x']]),
    'bind' => fn (Socket $socket) => socket_bind($socket, '127.0.0.1', 1),
    'listen' => fn (Socket $socket) => socket_listen($socket),
    'accept' => fn (Socket $socket) => socket_accept($socket),
    'create' => fn (Socket $socket) => socket_create(AF_UNIX, SOCK_STREAM, 0),
    'create_listen' => fn (Socket $socket) => socket_create_listen(0),
    'create_pair' => fn (Socket $socket) => socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair),
    'get_option' => fn (Socket $socket) => socket_get_option($socket, SOL_SOCKET, SO_TYPE),
    'set_option' => fn (Socket $socket) => socket_set_option($socket, SOL_SOCKET, SO_BROADCAST, 1),
    'addrinfo_connect' => fn (Socket $socket) => socket_addrinfo_connect(socket_addrinfo_lookup('10.11.15.14', '7', ['ai_socktype' => SOCK_STREAM])[0]),
    'addrinfo_bind' => fn (Socket $socket) => socket_addrinfo_bind(socket_addrinfo_lookup('10.11.15.14', '7', ['ai_socktype' => SOCK_STREAM])[0]),
];
foreach ($refusals as $name => $refused) {
    $socket = tcp();
    set_error_handler(fn (int $level, string $message) => throw new ErrorException($message));
    try {
        $refused($socket);
        echo "$name: nothing was thrown\n";
    } catch (ErrorException $exception) {
        echo "$name: ", $exception->getMessage(), ' ', socket_last_error(), "\n";
    }
    // The socket is as before.
    restore_error_handler();
    $working = socket_connect($socket, '93.184.216.34', 7);
    $closing = tcp();
    set_error_handler(function () use ($closing): bool {
        socket_close($closing);
        return true;
    });
    $closed = $refused($closing);
    restore_error_handler();
    // PHP calls no handler from within one.
    $again = null;
    set_error_handler(function () use ($refused, $socket, &$again): bool {
        $again = @$refused($socket);
        return true;
    });
    $nested = $refused(tcp());
    restore_error_handler();
    echo '  ', json_encode([$working, $closed, $nested, $again]), ' ', peer($socket), "\n";
}
var_dump(preg_grep('/10\.11\.15\.14/', lab_seen()));
?>
--EXPECT--
connect: socket_connect(): unable to connect [13]: Permission denied: 10.11.15.14 is a private address 13
  [true,false,false,false] 93.184.216.34 7
connect by name: socket_connect(): Host lookup failed [-10001]: Unknown host -10001
  [true,false,false,false] 93.184.216.34 7
connect refused there: socket_connect(): unable to connect [111]: Connection refused 111
  [true,false,false,false] 93.184.216.34 7
sendto: socket_sendto(): Unable to write to socket [13]: Permission denied: 10.11.15.14 is a private address 13
  [true,false,false,false] 93.184.216.34 7
sendmsg: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.11.15.14 is a private address 13
  [true,false,false,false] 93.184.216.34 7
bind: socket_bind(): Unable to bind address [13]: Permission denied: binding to 127.0.0.1:1 is not allowed, the system chooses the local address 13
  [true,false,false,false] 93.184.216.34 7
listen: socket_listen(): unable to listen on socket [13]: Permission denied: listening on 0.0.0.0:0 is not allowed, sockets are outbound only 13
  [true,false,false,false] 93.184.216.34 7
accept: socket_accept(): unable to accept incoming connection [13]: Permission denied: listening on 0.0.0.0:0 is not allowed, sockets are outbound only 13
  [true,false,false,false] 93.184.216.34 7
create: socket_create(): Unable to create socket [97]: Address family not supported by protocol: AF_UNIX is neither IPv4 nor IPv6 97
  [true,false,false,false] 93.184.216.34 7
create_listen: socket_create_listen(): unable to create listening socket [13]: Permission denied: listening on 0.0.0.0:0 is not allowed, sockets are outbound only 13
  [true,false,false,false] 93.184.216.34 7
create_pair: socket_create_pair(): Unable to create socket pair [97]: Address family not supported by protocol: AF_UNIX is neither IPv4 nor IPv6 97
  [true,false,false,false] 93.184.216.34 7
get_option: socket_get_option(): Unable to retrieve socket option [13]: Permission denied: socket option SO_TYPE is not supported 13
  [true,false,false,false] 93.184.216.34 7
set_option: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option SO_BROADCAST is not supported 13
  [true,false,false,false] 93.184.216.34 7
addrinfo_connect: socket_addrinfo_connect(): Unable to connect address [13]: Permission denied: 10.11.15.14 is a private address 13
  [true,false,false,false] 93.184.216.34 7
addrinfo_bind: socket_addrinfo_bind(): Unable to bind address [13]: Permission denied: binding to 10.11.15.14:7 is not allowed, the system chooses the local address 13
  [true,false,false,false] 93.184.216.34 7
array(0) {
}
