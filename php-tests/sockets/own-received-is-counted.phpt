--TEST--
What a function that aesock brings received is counted, also where a property with a type does not take it or its sender
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

echo php(<<<'PHP'
    class Numbers { public int $number = 0; }
    $numbers = new Numbers;
    $socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
    socket_connect($socket, '93.184.216.34', 7);
    $calls = [
        'data' => fn () => socket_recv($socket, $numbers->number, 2000, 0),
        'data, with a sender' => fn () => socket_recvfrom($socket, $numbers->number, 2000, 0, $address, $port),
        'address' => fn () => socket_recvfrom($socket, $data, 2000, 0, $numbers->number, $port),
        'nothing' => fn () => socket_recvfrom($socket, $data, 2000, 0, $address, $port),
    ];
    foreach ($calls as $name => $call) {
        $before = aesock_usage();
        socket_write($socket, str_repeat('x', 1000));
        try {
            $result = $call();
        } catch (TypeError $error) {
            $result = $error->getMessage();
        }
        $after = aesock_usage();
        $counted = fn (string $of) => $after[$of] - $before[$of];
        echo "$name is refused: $result; {$counted('receives')} received, {$counted('bytes_received')} bytes\n";
    }
    PHP, ['aesock.sockets' => '1']);
?>
--EXPECT--
data is refused: Cannot assign string to reference held by property Numbers::$number of type int; 1 received, 1000 bytes
data, with a sender is refused: Cannot assign string to reference held by property Numbers::$number of type int; 1 received, 1000 bytes
address is refused: Cannot assign string to reference held by property Numbers::$number of type int; 1 received, 1000 bytes
nothing is refused: 1000; 1 received, 1000 bytes
