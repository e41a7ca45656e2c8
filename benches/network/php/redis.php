<?php
require __DIR__ . '/bench.inc';

$redis = new Redis();
$redis->connect($host, $port);
$redis->set('key', 'value');
begin();
for ($i = 0; $i < $operations; $i++) {
    $redis->get('key');
}
finish();
