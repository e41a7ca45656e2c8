<?php
require __DIR__ . '/bench.inc';

$stream = dial($target);
$data = str_repeat('x', 65536);
begin();
for ($i = 0; $i < $operations << 4; $i++) {
    fwrite($stream, $data);
}
stream_socket_shutdown($stream, STREAM_SHUT_WR);
fread($stream, 1);
finish();
