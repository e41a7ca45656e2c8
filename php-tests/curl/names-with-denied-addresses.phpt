--TEST--
A refused address of a name is passed over, and the reason is told when none is left
--CONFLICTS--
all
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

tell_each(['http://mixed.test/', 'http://private.test/', 'http://loop.test/', 'http://metadata.google.internal/', 'http://www.google.com/', 'http://nowhere.test/']);
var_dump(preg_grep('/10\.0\.0\.5 /', lab_seen()));
?>
--EXPECT--
http://mixed.test/: hello from 93.184.216.34
http://private.test/: 7 Failed to connect to private.test port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)
http://loop.test/: 7 Failed to connect to loop.test port 80: Couldn't connect to server (Permission denied: 127.0.0.1 is a loopback address or one of this host)
http://metadata.google.internal/: 7 Failed to connect to metadata.google.internal port 80: Couldn't connect to server (Permission denied: 169.254.169.254 is a link-local address)
http://www.google.com/: 7 Failed to connect to www.google.com port 80: Couldn't connect to server (Permission denied: 142.250.102.108 belongs to Google's own services)
http://nowhere.test/: 6 Could not resolve host: nowhere.test
array(0) {
}
