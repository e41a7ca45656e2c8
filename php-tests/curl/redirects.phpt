--TEST--
Each hop of a redirect is judged
--CONFLICTS--
all
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

tell_each(['http://plain.test/redirect-private', 'http://plain.test/redirect-25', 'http://plain.test/redirect-ok'], [CURLOPT_FOLLOWLOCATION => true]);
var_dump(preg_grep('/10\.0\.0\.5 /', lab_seen()));
?>
--EXPECT--
http://plain.test/redirect-private: 7 Failed to connect to 10.0.0.5 port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)
http://plain.test/redirect-25: 7 Failed to connect to 93.184.216.34 port 25: Couldn't connect to server (Permission denied: port 25 of 93.184.216.34 is blocked, use 587 or 465)
http://plain.test/redirect-ok: hello from 93.184.216.34
array(0) {
}
