<?php
require __DIR__ . '/bench.inc';

$stream = dial($target);
fwrite($stream, ($operations << 20) . "\n");
begin();
for ($left = $operations << 20; $left > 0; $left -= strlen(fread($stream, 65536))) {
}
finish();
