<?php
require __DIR__ . '/bench.inc';

$open = [];
for ($i = 0; $i < $others; $i++) {
    $open[] = fsockopen($host, $port);
}
begin();
for ($i = 0; $i < $operations; $i++) {
    fclose(fsockopen($host, $port));
}
finish();
