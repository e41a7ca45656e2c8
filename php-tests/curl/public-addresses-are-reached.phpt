--TEST--
Names and addresses, of IPv4 and IPv6, plain and TLS, are fetched
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

tell_each(['http://plain.test/', 'plain.test', 'http://93.184.216.34:8080/', 'http://[2606:4700:4700::1111]/', 'http://plain6.test/', 'http://dual.test/', 'http://93.184.216.34/redirect-ok', 'gopher://93.184.216.34:7010/'],
    [CURLOPT_FOLLOWLOCATION => true]);
tell_each(['https://plain.test/', 'https://plain6.test/'], [CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1]);
echo fetch('https://93.184.216.34/', [CURLOPT_SSL_VERIFYPEER => false, CURLOPT_SSL_VERIFYHOST => 0]), "\n";
?>
--EXPECT--
http://plain.test/: hello from 93.184.216.34
plain.test: hello from 93.184.216.34
http://93.184.216.34:8080/: hello from 93.184.216.34
http://[2606:4700:4700::1111]/: hello from 2606:4700:4700::1111
http://plain6.test/: hello from 2606:4700:4700::1111
http://dual.test/: hello from 2606:4700:4700::1111
http://93.184.216.34/redirect-ok: hello from 93.184.216.34
gopher://93.184.216.34:7010/: line1
line2
https://plain.test/: hello from 93.184.216.34
https://plain6.test/: hello from 2606:4700:4700::1111
hello from 93.184.216.34
