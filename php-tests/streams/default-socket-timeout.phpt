--TEST--
A read waits for default_socket_timeout, as in stock PHP
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
default_socket_timeout=1
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$stream = stream_socket_client('tcp://93.184.216.34:7008');
$start = hrtime(true);
var_dump(fgets($stream), stream_get_meta_data($stream)['timed_out']);
$elapsed = (hrtime(true) - $start) / 1e9;
echo $elapsed >= 0.95 && $elapsed < 3 ? "in time\n" : "after $elapsed s\n";
?>
--EXPECT--
bool(false)
bool(true)
in time
