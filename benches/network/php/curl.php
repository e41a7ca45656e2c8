<?php
require __DIR__ . '/bench.inc';

$curl = curl_init($url);
curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_FORBID_REUSE => $connections === 'new']);
if (isset($proxy)) {
    curl_setopt($curl, CURLOPT_PROXY, $proxy);
}
begin();
for ($i = 0; $i < $operations; $i++) {
    if (!curl_exec($curl)) {
        throw new RuntimeException(curl_error($curl));
    }
}
finish();
