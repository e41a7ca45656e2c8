--TEST--
What a callback of the script does to its handle does not lead around the policy
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

// A handle that changes itself while it follows a redirect; one that is removed, closed or changed while others run.
$handle = handle('http://plain.test/redirect-ok', [CURLOPT_FOLLOWLOCATION => true, CURLOPT_HEADERFUNCTION => function ($handle, $line) {
    foreach ([CURLOPT_RESOLVE => ['plain.test:80:10.0.0.11'], CURLOPT_CONNECT_TO => ['plain.test:80:10.0.0.11:80'], CURLOPT_PROXY => '10.0.0.11:80', CURLOPT_UNIX_SOCKET_PATH => '/tmp/x', CURLOPT_FRESH_CONNECT => true, CURLOPT_INTERFACE => 'lo'] as $option => $value) {
        @curl_setopt($handle, $option, $value);
    }
    return strlen($line);
}]);
echo ending($handle, curl_exec($handle)), "\n";

$multi = curl_multi_init();
$victims = array_map('handle', ['http://10.0.0.11/', 'http://plain.test/', 'http://10.0.0.12/']);
$driver = handle('http://plain.test/', [CURLOPT_WRITEFUNCTION => function ($handle, $data) use (&$victims, $multi) {
    foreach ($victims as $victim) {
        curl_multi_remove_handle($multi, $victim);
    }
    $victims = [];
    gc_collect_cycles();
    return strlen($data);
}]);
foreach ([$driver, ...$victims] as $each) {
    curl_multi_add_handle($multi, $each);
}
unset($each, $victim);
do {
    curl_multi_exec($multi, $running);
} while ($running && curl_multi_select($multi) >= 0);
$results = [];
while ($done = curl_multi_info_read($multi)) {
    $results[] = $done['result'];
}
rsort($results);
tell(...$results);
unset($multi, $driver, $done);

// Handles that are freed in the middle of a refused transfer.
for ($i = 0; $i < 50; $i++) {
    $multi = curl_multi_init();
    curl_multi_add_handle($multi, handle('http://10.0.0.11/'));
    curl_multi_add_handle($multi, handle('http://plain.test/'));
    curl_multi_exec($multi, $running);
    unset($multi);
}
$values = seen_at('10.0.0.11');
var_dump($values);
?>
--EXPECTF--
7 Failed to connect to %s port 80: Couldn't connect to server (Permission denied: Unix socket /tmp/x is not allowed, no rule opens it)
7 7 0 0
array(0) {
}
