<?php
require __DIR__ . '/bench.inc';

// What reading the files takes is taken before.
own_memory();
$before = $sockets ? own_memory() : 0;
$open = [];
for ($i = 0; $i < $sockets; $i++) {
    $open[] = fsockopen($host, $port);
}
printf('%.1f', (own_memory() - $before) / max(1, $sockets));
