<?php
require __DIR__ . '/bench.inc';

// getpid(2), which nothing looks at.
begin();
for ($i = 0; $i < $operations; $i++) {
    getmypid();
}
finish();
