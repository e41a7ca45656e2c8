--TEST--
Loopback is open for development, and nothing else is
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.development=1
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

tell_each(['http://127.0.0.1/', 'http://localhost:8099/', 'http://[::1]/', 'http://10.0.0.5/', 'http://127.0.0.1:25/'], [CURLOPT_HTTP09_ALLOWED => true]);
?>
--EXPECT--
http://127.0.0.1/: leak
http://localhost:8099/: loopback
http://[::1]/: leak
http://10.0.0.5/: 7 Failed to connect to 10.0.0.5 port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)
http://127.0.0.1:25/: 7 Failed to connect to 127.0.0.1 port 25: Couldn't connect to server (Permission denied: port 25 of 127.0.0.1 is blocked, use 587 or 465)
