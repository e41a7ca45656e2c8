<?php
require __DIR__ . '/bench.inc';

$stream = dial($target);
fwrite($stream, ($operations * 32) . "\n");
begin();
for ($i = 0; $i < $operations; $i++) {
    fgets($stream);
}
finish();
