--TEST--
What handles share is no way around: names, connections
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

$share = curl_share_init();
foreach ([CURL_LOCK_DATA_DNS, CURL_LOCK_DATA_CONNECT, CURL_LOCK_DATA_COOKIE] as $data) {
    curl_share_setopt($share, CURLSHOPT_SHARE, $data);
}
$first = handle('http://plain.test/', [CURLOPT_SHARE => $share, CURLOPT_RESOLVE => ['shared.test:80:10.11.20.18', 'other.test:80:93.184.216.44']]);
echo ending($first, curl_exec($first)), "\n";
foreach (['http://shared.test/', 'http://other.test/', 'http://plain.test/'] as $url) {
    $handle = handle($url, [CURLOPT_SHARE => $share]);
    echo ending($handle, curl_exec($handle)), ' ', curl_getinfo($handle, CURLINFO_NUM_CONNECTS), "\n";
}
var_dump(seen_at('10.11.20.18'));
?>
--EXPECT--
hello from 93.184.216.34
7 Failed to connect to shared.test port 80: Couldn't connect to server (Permission denied: 10.11.20.18 is a private address) 0
hello from 93.184.216.44 1
hello from 93.184.216.34 0
array(0) {
}
