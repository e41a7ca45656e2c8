--TEST--
Mode disabled: each function of App Engine's list warns, and returns false or what its type allows
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=disabled
aesock.allow=any
--FILE--
<?php
$stream = fopen('php://memory', 'r');
var_dump(fsockopen('plain.test', 7010, $errno, $error));
var_dump(pfsockopen('plain.test', 7010));
var_dump(socket_get_status($stream));
var_dump(socket_set_blocking($stream, true));
// Since 8.5 it is deprecated.
error_reporting(E_ALL & ~E_DEPRECATED);
var_dump(socket_set_timeout($stream, 1));
?>
--EXPECTF--
Warning: fsockopen() has been disabled for your application in %s on line %d
bool(false)

Warning: pfsockopen() has been disabled for your application in %s on line %d
bool(false)

Warning: socket_get_status() has been disabled for your application in %s on line %d
array(0) {
}

Warning: socket_set_blocking() has been disabled for your application in %s on line %d
bool(false)

Warning: socket_set_timeout() has been disabled for your application in %s on line %d
bool(false)
