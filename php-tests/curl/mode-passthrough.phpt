--TEST--
Mode passthrough: everything is as without aesock
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.mode=passthrough
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

tell_each(['http://10.0.0.5/', 'http://127.0.0.1/'], [CURLOPT_HTTP09_ALLOWED => true]);
echo strtok(fetch('ftp://10.0.0.5:7010/'), '('), "\n";
$handle = curl_init();
var_dump(curl_setopt_array($handle, [CURLOPT_INTERFACE => '192.0.2.2', CURLOPT_HTTPAUTH => CURLAUTH_ANY, CURLOPT_PROTOCOLS => CURLPROTO_FTP, CURLOPT_SSH_AUTH_TYPES => CURLSSH_AUTH_AGENT]));
?>
--EXPECT--
http://10.0.0.5/: hello from 10.0.0.5
http://127.0.0.1/: leak
56 response reading failed 
bool(true)
