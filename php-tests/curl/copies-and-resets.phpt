--TEST--
Copies, clones and handles that are reset are under the policy, also within a multi handle
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

$original = handle('http://10.11.20.17/');
$copy = curl_copy_handle($original);
$clone = clone $original;
$of_clone = curl_copy_handle(clone $clone);
unset($original);
foreach ([$copy, $clone, $of_clone] as $handle) {
    echo ending($handle, curl_exec($handle)), "\n";
}
echo implode("\n", fetch_all([clone $copy, curl_copy_handle($clone)])), "\n";

curl_reset($clone);
curl_setopt_array($clone, [CURLOPT_URL => 'http://10.11.20.17/', CURLOPT_RETURNTRANSFER => true]);
echo 'reset: ', ending($clone, curl_exec($clone)), "\n";
curl_setopt($clone, CURLOPT_URL, 'ftp://10.11.20.17/');
echo 'reset: ', ending($clone, curl_exec($clone)), "\n";

$multi = curl_multi_init();
$handle = handle('http://10.11.20.17/');
curl_multi_add_handle($multi, $handle);
curl_reset($handle);
curl_setopt_array($handle, [CURLOPT_URL => 'http://10.11.20.17/', CURLOPT_RETURNTRANSFER => true]);
do {
    curl_multi_exec($multi, $running);
} while ($running && curl_multi_select($multi) >= 0);
curl_multi_info_read($multi);
echo 'reset in a multi handle: ', ending($handle, false), "\n";

$handle = handle('http://plain.test/redirect-private', [CURLOPT_FOLLOWLOCATION => true]);
curl_setopt($handle, CURLOPT_HEADERFUNCTION, function ($handle, $line) {
    static $told;
    if (!$told) {
        $told = true;
        try {
            curl_reset($handle);
        } catch (Error $error) {
            echo $error->getMessage(), "\n";
        }
    }
    return strlen($line);
});
echo ending($handle, curl_exec($handle)), "\n";
var_dump(seen_at('10.11.20.17'));
?>
--EXPECT--
7 Failed to connect to 10.11.20.17 port 80: Couldn't connect to server (Permission denied: 10.11.20.17 is a private address)
7 Failed to connect to 10.11.20.17 port 80: Couldn't connect to server (Permission denied: 10.11.20.17 is a private address)
7 Failed to connect to 10.11.20.17 port 80: Couldn't connect to server (Permission denied: 10.11.20.17 is a private address)
7 Failed to connect to 10.11.20.17 port 80: Couldn't connect to server (Permission denied: 10.11.20.17 is a private address)
7 Failed to connect to 10.11.20.17 port 80: Couldn't connect to server (Permission denied: 10.11.20.17 is a private address)
reset: 7 Failed to connect to 10.11.20.17 port 80: Couldn't connect to server (Permission denied: 10.11.20.17 is a private address)
reset: 1 Protocol "ftp" not supported or disabled in libcurl (Permission denied: FTP to ftp://10.11.20.17/ is not supported)
reset in a multi handle: 7 Failed to connect to 10.11.20.17 port 80: Couldn't connect to server (Permission denied: 10.11.20.17 is a private address)
curl_reset(): Attempt to reset cURL handle from a callback
7 Failed to connect to 10.0.0.5 port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)
array(0) {
}
