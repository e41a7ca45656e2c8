--TEST--
A child process gets no descriptor of a socket
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$list = fn () => shell_exec(escapeshellarg(PHP_BINARY) . ' -n -r ' . escapeshellarg('foreach (glob("/proc/self/fd/*") as $fd) { echo @readlink($fd), "\n"; }'));
$before = substr_count($list(), 'socket:');
$lookup = fn (string $address, int $type) => socket_addrinfo_lookup($address, '7', ['ai_socktype' => $type])[0];
$any = fn (int $type) => socket_addrinfo_lookup('0.0.0.0', '0', ['ai_socktype' => $type])[0];
$sockets = [
    tcp(), udp(AF_INET6), connected(),
    socket_addrinfo_connect($lookup('93.184.216.34', SOCK_STREAM)), socket_addrinfo_connect($lookup('2606:4700:4700::1111', SOCK_DGRAM)),
    socket_addrinfo_bind($any(SOCK_STREAM)), socket_addrinfo_bind($any(SOCK_DGRAM)),
];
$exported = socket_export_stream(connected());
var_dump(count(array_filter($sockets)), is_resource($exported), substr_count($list(), 'socket:') - $before);
?>
--EXPECT--
int(7)
bool(true)
int(0)
