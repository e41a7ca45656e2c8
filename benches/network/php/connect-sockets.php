<?php
require __DIR__ . '/bench.inc';

begin();
for ($i = 0; $i < $operations; $i++) {
    $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
    socket_connect($socket, $host, $port);
    socket_close($socket);
}
finish();
