--TEST--
stream_set_timeout() ends a read that nobody answers, sets timed_out, and the next answer is read
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$stream = stream_socket_client('tcp://93.184.216.34:7008');
var_dump(stream_set_timeout($stream, 0, 200000));
$start = hrtime(true);
var_dump(fgets($stream), stream_get_meta_data($stream)['timed_out'], feof($stream));
$elapsed = (hrtime(true) - $start) / 1e6;
echo $elapsed >= 190 && $elapsed < 2000 ? "in time\n" : "after $elapsed ms\n";

$stream = stream_socket_client('tcp://93.184.216.34:7');
stream_set_timeout($stream, 0, 1000);
var_dump(fgets($stream), stream_get_meta_data($stream)['timed_out']);
stream_set_timeout($stream, 5);
fwrite($stream, "answer\n");
echo fgets($stream);
var_dump(stream_get_meta_data($stream)['timed_out']);
?>
--EXPECT--
bool(true)
bool(false)
bool(true)
bool(false)
in time
bool(false)
bool(true)
answer
bool(false)
