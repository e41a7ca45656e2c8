--TEST--
What was received is counted before a destructor runs of what its place held, which may suspend a fiber for good
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (PHP_VERSION_ID < 80400) die('skip fibers are suspended in destructors since PHP 8.4');
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$code = <<<'PHP'
    class Suspends { function __destruct() { if (Fiber::getCurrent()) Fiber::suspend(); } }
    class Holder { public mixed $place = null; }
    $socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
    socket_connect($socket, '93.184.216.34', 7);
    $calls = [
        'socket_recvfrom' => function () use ($socket) { $place = new Suspends; socket_recvfrom($socket, $data, 2000, 0, $place, $port); },
        'its port' => function () use ($socket) { $place = [new Suspends]; socket_recvfrom($socket, $data, 2000, 0, $address, $place); },
        'socket_recv' => function () use ($socket) { $place = new Suspends; socket_recv($socket, $place, 2000, 0); },
        'a property with a type' => function () use ($socket) {
            $holder = new Holder;
            $holder->place = new Suspends;
            socket_recv($socket, $holder->place, 2000, 0);
        },
        'socket_recvmsg' => function () use ($socket) {
            $message = ['controllen' => 100, 'buffer_size' => 2000, 'suspends' => new Suspends];
            socket_recvmsg($socket, $message);
        },
    ];
    foreach ($calls as $name => $call) {
        $before = aesock_usage();
        socket_write($socket, str_repeat('x', 1000));
        $fibers[] = $fiber = new Fiber($call);
        $fiber->start();
        $after = aesock_usage();
        $counted = $after['bytes_received'] - $before['bytes_received'];
        echo $name, ': ', $fiber->isSuspended() ? 'suspended' : 'over', ", $counted bytes\n";
    }
    PHP;
echo php($code, ['aesock.sockets' => '1']);
?>
--EXPECT--
socket_recvfrom: suspended, 1000 bytes
its port: suspended, 1000 bytes
socket_recv: suspended, 1000 bytes
a property with a type: suspended, 1000 bytes
socket_recvmsg: suspended, 1000 bytes
