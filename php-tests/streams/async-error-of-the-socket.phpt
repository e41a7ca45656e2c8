--TEST--
After an asynchronous connect SO_ERROR has its outcome, as event loops ask for it: none, or the refusal once
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['tcp://93.184.216.34:7', 'tcp://93.184.216.34:81', 'tcp://[2606:4700:4700::1111]:81', 'tcp://plain.test:81'] as $target) {
    $stream = stream_socket_client($target, $errno, $errstr, 3, STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT);
    $write = [$stream];
    $none = null;
    stream_select($none, $write, $none, 5);
    $socket = socket_import_stream($stream);
    tell($target, socket_get_option($socket, SOL_SOCKET, SO_ERROR), socket_get_option($socket, SOL_SOCKET, SO_ERROR));
}
?>
--EXPECT--
"tcp://93.184.216.34:7" 0 0
"tcp://93.184.216.34:81" 111 0
"tcp://[2606:4700:4700::1111]:81" 111 0
"tcp://plain.test:81" 111 0
