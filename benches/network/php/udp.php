<?php
require __DIR__ . '/bench.inc';

$stream = stream_socket_client("udp://$host:$port");
$data = str_repeat('x', 32);
begin();
for ($i = 0; $i < $operations; $i++) {
    fwrite($stream, $data);
    receive($stream, 32);
}
finish();
