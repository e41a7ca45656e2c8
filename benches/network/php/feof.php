<?php
require __DIR__ . '/bench.inc';

$stream = dial($target);
fwrite($stream, ($operations << 20) . "\n");
begin();
while (!feof($stream)) {
    fread($stream, 8192);
}
finish();
