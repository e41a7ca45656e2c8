<?php
require __DIR__ . '/bench.inc';

begin();
for ($i = 0; $i < $operations; $i++) {
    fclose(dial("tcp://$host:$port"));
}
finish();
