--TEST--
A length that no memory is for ends the functions that aesock brings as PHP's own: nothing is written beyond what there is
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$code = <<<'PHP'
    socket_connect($socket = socket_create(AF_INET, SOCK_STREAM, 0), '93.184.217.65', 7);
    socket_write($socket, str_repeat('A', 5000));
    socket_recv($socket, $first, 1, MSG_PEEK);
    $length = PHP_INT_MAX - (int) $argv[2];
    match ($argv[1]) {
        'socket_read' => socket_read($socket, $length),
        'socket_recv' => socket_recv($socket, $data, $length, 0),
        'socket_recvfrom' => socket_recvfrom($socket, $data, $length, 0, $address, $port),
    };
    PHP;
foreach (['socket_read', 'socket_recv', 'socket_recvfrom'] as $function) {
    foreach ([1, 20, 40] as $less) {
        $command = [getenv('TEST_PHP_EXECUTABLE'), '-n', '-dextension=' . getenv('AESOCK_MODULE'), '-dmemory_limit=64M', '-dhtml_errors=0', '-dfatal_error_backtraces=0', '-r', $code, '--', $function, "$less"];
        echo "$function, $less less: ", preg_match('/Allowed memory size|memory limit of|Possible integer overflow|Out of memory/', $said = output($command)) ? 'no memory' : $said, "\n";
    }
}
?>
--EXPECT--
socket_read, 1 less: no memory
socket_read, 20 less: no memory
socket_read, 40 less: no memory
socket_recv, 1 less: no memory
socket_recv, 20 less: no memory
socket_recv, 40 less: no memory
socket_recvfrom, 1 less: no memory
socket_recvfrom, 20 less: no memory
socket_recvfrom, 40 less: no memory
