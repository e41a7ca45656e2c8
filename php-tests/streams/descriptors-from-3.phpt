--TEST--
With standard input closed a socket still takes no descriptor below 3
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$code = <<<'PHP'
    $streams = [
        stream_socket_client('tcp://93.184.216.34:7'),
        stream_socket_client('udp://93.184.216.34:7'),
        stream_socket_client('tcp://dual.test:7'),
        stream_socket_client('tcp://93.184.216.34:7', flags: STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT),
    ];
    echo count(array_filter($streams)), " streams\n";
    foreach ([0, 1, 2] as $descriptor) {
        $link = @readlink("/proc/self/fd/$descriptor");
        echo $descriptor, ': ', str_starts_with((string) $link, 'socket:') ? 'a socket' : 'no socket', "\n";
    }
    PHP;
echo run_php($code, '<&- 2>/dev/null');
?>
--EXPECT--
4 streams
0: no socket
1: no socket
2: no socket
