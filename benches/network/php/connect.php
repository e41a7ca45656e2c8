<?php
require __DIR__ . '/bench.inc';

// The first one finds caches cold.
fclose(fsockopen($host, $port));
begin();
for ($i = 0; $i < $operations; $i++) {
    fclose(fsockopen($host, $port));
}
finish();
