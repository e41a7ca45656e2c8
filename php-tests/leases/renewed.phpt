--TEST--
Every operation renews: reads, selects, options, names, feof(); and a wait that outlasts aesock.idle_timeout keeps its sockets
--INI--
aesock.idle_timeout=1
aesock.allow=loopback
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';
print_warnings();

$server = new Echoing();
$none = null;
$select = function (mixed ...$streams) use (&$none) {
    stream_select($streams, $none, $none, 0);
};
$operations = [
    'feof' => feof(...),
    'name' => fn ($stream) => stream_socket_get_name($stream, true),
    'option' => fn ($stream) => stream_set_timeout($stream, 5),
    'select' => $select,
    'empty read' => fn ($stream) => stream_socket_recvfrom($stream, 1, STREAM_PEEK),
    'status' => stream_get_meta_data(...),
];
$streams = array_map(fn () => $server->connect(), $operations);
array_map(fn ($stream) => stream_set_blocking($stream, false), $streams);
for ($i = 0; $i < 4; $i++) {
    idle(0.4);
    foreach ($operations as $name => $operation) {
        $operation($streams[$name]);
    }
}
foreach ($streams as $name => $stream) {
    echo "$name: ";
    tell(fwrite($stream, "x\n"), feof($stream));
}

// Waits of longer than the time-out: a read, and selects of both kinds of which one socket never has anything.
$silent = $server->connect();
[$reader, $watched] = [$server->connect(), $server->connect()];
fwrite($reader, "5 times\n");
tell(fgets($reader));
$read = [$silent];
tell(stream_select($read, $none, $none, 1, 500000));
tell(speak($silent));
$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
$other = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
tell(socket_connect($socket, '127.0.0.1', $server->port), socket_connect($other, '127.0.0.1', $server->port));
$read = [$socket, $other];
tell(socket_select($read, $none, $none, 1, 500000));
tell(socket_write($socket, "x\n"), socket_read($socket, 10), socket_write($other, 'y'), socket_read($other, 10));
?>
--EXPECT--
feof: 2 false
name: 2 false
option: 2 false
select: 2 false
empty read: 2 false
status: 2 false
"5 times\n"
0
"hello\n"
true true
0
2 "x\n" 1 "y"
