--TEST--
Counting a socket of libcurl while it connects does not take from libcurl that the peer refused
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['http://93.184.216.34:81/', 'http://[2606:4700:4700::1111]:81/'] as $url) {
    $multi = curl_multi_init();
    curl_multi_add_handle($multi, $handle = curl_init($url));
    curl_multi_exec($multi, $running);
    while ($running) {
        curl_multi_select($multi, 5);
        aesock_usage();
        curl_multi_exec($multi, $running);
    }
    tell($url, curl_multi_info_read($multi)['result'] === CURLE_COULDNT_CONNECT, curl_getinfo($handle, CURLINFO_OS_ERRNO));
}
?>
--EXPECT--
"http://93.184.216.34:81/" true 111
"http://[2606:4700:4700::1111]:81/" true 111
