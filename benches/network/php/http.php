<?php
require __DIR__ . '/bench.inc';

$options = ['ssl' => ['cafile' => $ca, 'peer_name' => $name]];
if (isset($proxy)) {
    $options['http'] = ['proxy' => "tcp://$proxy", 'request_fulluri' => true];
}
$context = stream_context_create($options);
begin();
for ($i = 0; $i < $operations; $i++) {
    file_get_contents($url, context: $context);
}
finish();
