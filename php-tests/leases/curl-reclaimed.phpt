--TEST--
A connection that libcurl keeps is reclaimed when it is idle, and libcurl dials anew; a transfer that goes on keeps its own
--INI--
aesock.idle_timeout=1
aesock.allow=loopback
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';

$handle = curl_init('http://plain.test/');
curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
$get = function () use ($handle): void {
    tell(strlen(curl_exec($handle)) > 0, curl_getinfo($handle, CURLINFO_NUM_CONNECTS));
};
$get();
$get();
idle(1.2);
$get();
$get();
?>
--EXPECT--
true 1
true 0
true 1
true 0
