--TEST--
Since PHP 8.4 a socket's type may say that it does not block or is closed for programs: it is judged as its type without, and behaves as in stock PHP
--EXTENSIONS--
sockets
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80400) die('skip SOCK_NONBLOCK and SOCK_CLOEXEC come with PHP 8.4');
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

foreach (['SOCK_NONBLOCK' => SOCK_NONBLOCK, 'SOCK_CLOEXEC' => SOCK_CLOEXEC] as $name => $flag) {
    foreach (['93.184.217.65', '10.12.85.1'] as $host) {
        $socket = socket_create(AF_INET, SOCK_STREAM | $flag, SOL_TCP);
        $connected = @socket_connect($socket, $host, 7);
        echo "$name $host: ", $connected ? 'connected' : socket_strerror(socket_last_error($socket)), "\n";
    }
    echo "$name raw: ", @socket_create(AF_INET, SOCK_RAW | $flag, 1) ? 'made' : socket_strerror(socket_last_error()), "\n";
}
tell(seen_at('10.12.85.1'));
?>
--EXPECT--
SOCK_NONBLOCK 93.184.217.65: Operation now in progress
SOCK_NONBLOCK 10.12.85.1: Permission denied
SOCK_NONBLOCK raw: Protocol not supported
SOCK_CLOEXEC 93.184.217.65: connected
SOCK_CLOEXEC 10.12.85.1: Permission denied
SOCK_CLOEXEC raw: Protocol not supported
[]
