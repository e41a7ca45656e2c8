--TEST--
Bytes that TCP discards with MSG_TRUNC are zeros in the text, with functions of aesock's own: memory of the request was in it
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

echo php(<<<'PHP'
    const TRUNC = 0x20;
    for ($i = 0; $i < 100; $i++) {
        $freed[] = str_repeat('SECRET', 100);
    }
    unset($freed);
    $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
    socket_connect($socket, '93.184.216.34', 7);
    foreach (['recv', 'recvfrom'] as $function) {
        socket_write($socket, str_repeat('x', 600));
        // All of it has come.
        while (socket_recv($socket, $text, 600, MSG_PEEK) < 600);
        $taken = match ($function) {
            'recv' => socket_recv($socket, $text, 600, TRUNC),
            'recvfrom' => socket_recvfrom($socket, $text, 600, TRUNC, $address, $port),
        };
        echo "$function: $taken, ", strlen($text), ', ', trim($text, "\0") === '' ? 'zeros' : 'else', "\n";
    }
    PHP, ['aesock.sockets' => '1']);
?>
--EXPECT--
recv: 600, 600, zeros
recvfrom: 600, 600, zeros
