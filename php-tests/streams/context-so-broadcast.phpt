--TEST--
The context option so_broadcast reaches the kernel on UDP, and opens no broadcast address
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=options
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach ([null, false, true] as $option) {
    $context = stream_context_create($option === null ? [] : ['socket' => ['so_broadcast' => $option]]);
    $stream = stream_socket_client('udp://93.184.216.34:7', context: $context);
    var_dump(socket_get_option(socket_import_stream($stream), SOL_SOCKET, SO_BROADCAST));
}
echo dial('udp://255.255.255.255:7', context: $context), "\n";
?>
--EXPECT--
int(0)
int(0)
int(1)
13 Permission denied: 255.255.255.255 is a broadcast address
