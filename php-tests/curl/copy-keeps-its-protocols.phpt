--TEST--
A copy of a handle has the protocols that the script gave the handle
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

$handle = handle('http://plain.test/', [CURLOPT_PROTOCOLS => CURLPROTO_HTTPS]);
foreach ([$handle, curl_copy_handle($handle), clone $handle] as $copy) {
    echo ending($copy, curl_exec($copy)), "\n";
}
?>
--EXPECT--
1 Protocol "http" not supported or disabled in libcurl
1 Protocol "http" not supported or disabled in libcurl
1 Protocol "http" not supported or disabled in libcurl
