--TEST--
A bindto whose host is no address binds nothing: its port is not taken
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['0:7201', 'nothing:7202', '[0]:7203', '[::]x:7204'] as $place) {
    $context = stream_context_create(['socket' => ['bindto' => $place]]);
    $stream = @stream_socket_client('tcp://93.184.216.34:7', $errno, $errstr, 3, context: $context);
    var_dump(preg_match('/:72\d\d$/', stream_socket_get_name($stream, false)));
}
?>
--EXPECT--
int(0)
int(0)
int(0)
int(0)
