--TEST--
The context option tcp_nodelay reaches the kernel
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
    $context = stream_context_create($option === null ? [] : ['socket' => ['tcp_nodelay' => $option]]);
    $stream = stream_socket_client('tcp://93.184.216.34:7', context: $context);
    var_dump(socket_get_option(socket_import_stream($stream), SOL_TCP, TCP_NODELAY));
}
?>
--EXPECT--
int(0)
int(0)
int(1)
