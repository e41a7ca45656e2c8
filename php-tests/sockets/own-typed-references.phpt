--TEST--
What a property with a type held is not met half destroyed by its destructor when a function that aesock brings puts something in its place
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

echo php(<<<'PHP'
    class Holder { public mixed $value = null; }
    class Reads { function __destruct() { $GLOBALS['seen'] = $GLOBALS['holder']->value; } }
    $holder = new Holder;
    $socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
    $calls = [
        'socket_getsockname' => fn () => socket_getsockname($socket, $holder->value),
        'socket_recv' => fn () => socket_recv($socket, $holder->value, 10, MSG_DONTWAIT),
    ];
    foreach ($calls as $name => $call) {
        $holder->value = [new Reads, 'old'];
        $result = $call();
        // What was freed is something else by now.
        $others = array_map(fn ($number) => [$number, $number], range(1, 50));
        echo $name, ': ', json_encode([$result, $holder->value, $seen]), "\n";
    }
    PHP, ['aesock.sockets' => '1']);
?>
--EXPECT--
socket_getsockname: [true,"0.0.0.0","0.0.0.0"]
socket_recv: [false,null,null]
