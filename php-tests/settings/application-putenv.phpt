--TEST--
A script does not change its application by putenv
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--ENV--
GAE_APPLICATION=shop
--FILE--
<?php
putenv('GAE_APPLICATION=other');
putenv('APPLICATION_ID=other');
$_SERVER['GAE_APPLICATION'] = $_ENV['GAE_APPLICATION'] = 'other';
ini_set('aesock.application', 'other');
var_dump(getenv('GAE_APPLICATION'), aesock_status()['application']);
?>
--EXPECT--
string(5) "other"
string(4) "shop"
