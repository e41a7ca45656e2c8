--TEST--
http:// and https:// pages are fetched from public servers, with the options of the context
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo file_get_contents('http://plain.test/');
echo file_get_contents('http://93.184.216.34:8080/');
echo file_get_contents('http://[2606:4700:4700::1111]/');
echo file_get_contents('https://plain.test/', context: trusting());
echo strlen(file_get_contents('http://plain.test/large')), "\n";
$stream = fopen('http://plain.test/', 'r');
echo stream_get_meta_data($stream)['wrapper_type'], ', ', stream_get_meta_data($stream)['wrapper_data'][0], "\n";
echo get_headers('http://plain.test/redirect-ok')[0], "\n";
?>
--EXPECT--
hello from 93.184.216.34
hello from 93.184.216.34
hello from 2606:4700:4700::1111
hello from 93.184.216.34
1048576
http, HTTP/1.1 200 OK
HTTP/1.1 302 Moved Temporarily
