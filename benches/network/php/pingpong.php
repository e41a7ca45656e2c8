<?php
require __DIR__ . '/bench.inc';

$open = [];
for ($i = 0; $i < $others; $i++) {
    $open[] = dial($target);
}
$stream = dial($target);
$data = str_repeat('x', $size);
begin();
for ($i = 0; $i < $operations; $i++) {
    fwrite($stream, $data);
    receive($stream, $size);
}
finish();
