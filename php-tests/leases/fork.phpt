--TEST--
A child of fork() is the same owner, and never reclaims what it inherited; what it opens itself it does
--INI--
aesock.idle_timeout=1
aesock.allow=loopback
--EXTENSIONS--
sockets
posix
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (!function_exists('pcntl_fork')) die('skip this PHP has no pcntl');
?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';

$server = new Echoing();
$stream = $server->connect();
$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
socket_connect($socket, '127.0.0.1', $server->port);
$child = pcntl_fork();
if ($child === 0) {
    [$own, $other] = [$server->connect(), $server->connect()];
    idle(1.2);
    // Each of these operations reclaims what is due in this process.
    tell(@speak($own), @fwrite($other, 'x'));
    tell(speak($stream), socket_write($socket, "x\n"), socket_read($socket, 2));
    posix_kill(getmypid(), SIGKILL);
}
for ($i = 0; $i < 15; $i++) {
    feof($stream);
    socket_getsockname($socket, $address);
    idle(0.1);
}
pcntl_waitpid($child, $status);
// What the child reclaimed were connections 2 and 3.
echo $server->tells(), $server->tells();
tell(speak($stream), socket_write($socket, "x\n"), socket_read($socket, 2));
?>
--EXPECT--
false false
"hello\n" 2 "x\n"
end of 2
end of 3
"hello\n" 2 "x\n"
