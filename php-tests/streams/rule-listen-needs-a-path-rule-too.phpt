--TEST--
Under the rule `listen` a Unix server socket still needs its path allowed
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=listen
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$file = getenv('LAB_DIR') . '/nowhere.sock';
$server = @stream_socket_server("unix://$file", $errno, $errstr);
echo json_encode($server), " $errno ", str_replace($file, 'FILE', $errstr), "\n";
var_dump(file_exists($file));
?>
--EXPECT--
false 0 Permission denied: Unix socket FILE is not allowed, no rule opens it
bool(false)
