<?php
require __DIR__ . '/bench.inc';

$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
socket_connect($socket, $host, $port);
$data = str_repeat('x', $size);
begin();
for ($i = 0; $i < $operations; $i++) {
    socket_write($socket, $data);
    socket_recv($socket, $received, $size, MSG_WAITALL);
}
finish();
