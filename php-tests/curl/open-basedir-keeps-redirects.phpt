--TEST--
With open_basedir a URL leaves the protocols of redirects as the script has narrowed them
--EXTENSIONS--
curl
--INI--
open_basedir=/
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

const URL = 'http://plain.test/redirect-ok';
foreach ([[], [CURLOPT_REDIR_PROTOCOLS => CURLPROTO_HTTPS]] as $narrowed) {
    $handle = handle('http://plain.test/', $narrowed + [CURLOPT_FOLLOWLOCATION => true]);
    curl_setopt($handle, CURLOPT_URL, URL);
    echo curl_exec($handle) ?: curl_errno($handle) . "\n";
    curl_setopt_array($handle, [CURLOPT_URL => URL]);
    echo curl_exec($handle) ?: curl_errno($handle) . "\n";
}
?>
--EXPECT--
hello from 93.184.216.34
hello from 93.184.216.34
1
1
