--TEST--
An asynchronous connect returns at once, and stream_select() tells when it is done or has failed
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

const ASYNC = STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT;
$none = null;
foreach (['tcp://93.184.216.34:7', 'tcp://plain.test:7', 'tcp://93.184.216.34:81'] as $target) {
    $stream = stream_socket_client($target, $errno, $errstr, 3, ASYNC);
    $write = [$stream];
    echo "$errno '$errstr' ", stream_select($none, $write, $none, 5), ' ', json_encode(stream_socket_get_name($stream, true)), "\n";
}

$start = hrtime(true);
$stream = stream_socket_client('tcp://93.184.220.99:80', $errno, $errstr, 3, ASYNC);
var_dump(is_resource($stream), (hrtime(true) - $start) / 1e6 < 500);
echo dial('tcp://10.11.12.17:80', 3, ASYNC), "\n";
echo dial('tcp://93.184.216.34:65561', 3, ASYNC), "\n";
var_dump(seen_at('10.11.12.17'));
?>
--EXPECT--
0 '' 1 "93.184.216.34:7"
0 '' 1 "93.184.216.34:7"
0 '' 1 false
bool(true)
bool(true)
13 Permission denied: 10.11.12.17 is a private address
22 Invalid argument: port `65561` is not a number from 1 to 65535
array(0) {
}
