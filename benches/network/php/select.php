<?php
require __DIR__ . '/bench.inc';

$streams = [];
for ($i = 0; $i < 1000; $i++) {
    $streams[] = dial($target);
}
begin();
for ($i = 0; $i < $operations; $i++) {
    fwrite($streams[$i % 1000], 'x');
    [$read, $write, $except] = [$streams, null, null];
    stream_select($read, $write, $except, 60);
    foreach ($read as $stream) {
        fread($stream, 1);
    }
}
finish();
