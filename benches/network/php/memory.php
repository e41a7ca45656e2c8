<?php
require __DIR__ . '/bench.inc';

// What reading the files takes, and the first connection of a process, is taken before.
own_memory();
if ($sockets) {
    fclose(fsockopen($host, $port));
}
$before = $sockets ? own_memory() : 0;
$open = [];
for ($i = 0; $i < $sockets; $i++) {
    $open[] = fsockopen($host, $port);
}
printf('%.1f', (own_memory() - $before) / max(1, $sockets));
