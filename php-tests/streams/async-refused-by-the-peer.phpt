--TEST--
An asynchronous connect that the peer refuses or resets is told apart from a standing one as in stock PHP
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock(<<<'PHP'
    print_warnings();
    const ASYNC = STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT;
    foreach (['tcp://93.184.216.34:7', 'tcp://93.184.216.34:81', 'tcp://[2606:4700:4700::1111]:81', 'tcp://plain.test:81'] as $target) {
        echo "$target\n";
        $stream = stream_socket_client($target, $errno, $errstr, 3, ASYNC);
        tell($errno, $errstr, stream_get_meta_data($stream)['stream_type'], stream_get_meta_data($stream)['blocked']);
        $write = $except = [$stream];
        $none = null;
        tell(stream_select($none, $write, $except, 5), count($write), count($except));
        $read = [$stream];
        tell(stream_select($read, $none, $none, 0), stream_socket_get_name($stream, true));
        stream_set_blocking($stream, false);
        tell(feof($stream), fwrite($stream, 'x'));
        $read = [$stream];
        tell(stream_select($read, $none, $none, 5), fread($stream, 100), feof($stream), fwrite($stream, 'x'), fclose($stream));
    }

    // It stands, and is reset later.
    $stream = stream_socket_client('tcp://93.184.216.34:7009', $errno, $errstr, 3, ASYNC);
    $write = [$stream];
    tell(stream_select($none, $write, $none, 5), stream_socket_get_name($stream, true), fwrite($stream, 'x'));
    stream_set_blocking($stream, false);
    $read = [$stream];
    tell(stream_select($read, $none, $none, 5), fread($stream, 100), feof($stream), fwrite($stream, 'x'));

    // Nobody waits for a black hole.
    $stream = stream_socket_client('tcp://93.184.220.99:80', $errno, $errstr, 3, ASYNC);
    $write = [$stream];
    tell($errno, $errstr, stream_select($none, $write, $none, 0, 100000), stream_socket_get_name($stream, true));
    stream_set_blocking($stream, false);
    tell(fwrite($stream, 'x'), fread($stream, 1), feof($stream));
    PHP);
?>
--EXPECT--
tcp://93.184.216.34:7
0 "" "tcp_socket/ssl" true
1 1 0
0 "93.184.216.34:7"
false 1
1 "x" false 1 true
tcp://93.184.216.34:81
0 "" "tcp_socket/ssl" true
1 1 0
1 false
warning: fwrite(): Send of 1 bytes failed with errno=32 Broken pipe
true false
warning: fwrite(): Send of 1 bytes failed with errno=32 Broken pipe
1 "" true false true
tcp://[2606:4700:4700::1111]:81
0 "" "tcp_socket/ssl" true
1 1 0
1 false
warning: fwrite(): Send of 1 bytes failed with errno=32 Broken pipe
true false
warning: fwrite(): Send of 1 bytes failed with errno=32 Broken pipe
1 "" true false true
tcp://plain.test:81
0 "" "tcp_socket/ssl" true
1 1 0
1 false
warning: fwrite(): Send of 1 bytes failed with errno=32 Broken pipe
true false
warning: fwrite(): Send of 1 bytes failed with errno=32 Broken pipe
1 "" true false true
1 "93.184.216.34:7009" 1
warning: fwrite(): Send of 1 bytes failed with errno=32 Broken pipe
1 false true false
0 "" 0 false
0 "" false
