--TEST--
The rule `bind` allows every local address and port of bindto
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=bind
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['0.0.0.0:0', '192.0.2.2:0', '192.0.2.2:7443', '0.0.0.0:7444'] as $place) {
    $context = stream_context_create(['socket' => ['bindto' => $place]]);
    $stream = stream_socket_client('tcp://93.184.216.34:7010', $errno, $errstr, 3, context: $context);
    $from = stream_socket_get_name($stream, false);
    echo "$place: from ", str_ends_with($place, ':0') ? strtok($from, ':') : $from, "\n";
}
?>
--EXPECT--
0.0.0.0:0: from 192.0.2.2
192.0.2.2:0: from 192.0.2.2
192.0.2.2:7443: from 192.0.2.2:7443
0.0.0.0:7444: from 192.0.2.2:7444
