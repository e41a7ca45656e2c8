<?php
require __DIR__ . '/bench.inc';

$socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
$data = str_repeat('x', 32);
begin();
for ($i = 0; $i < $operations; $i++) {
    socket_sendto($socket, $data, 32, 0, $host, $port);
    socket_recvfrom($socket, $received, 32, 0, $from_host, $from_port);
}
finish();
