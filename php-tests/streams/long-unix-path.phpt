--TEST--
A Unix path of 107 bytes is dialled, one of 108 is not cut to something else
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=unix:/tmp/aesock-phpt-long/*
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

const FOLDER = '/tmp/aesock-phpt-long/';
mkdir(FOLDER);
$longest = FOLDER . str_repeat('x', 107 - strlen(FOLDER));
$listen = '$server = stream_socket_server("unix://" . $argv[1]); echo "ready\n"; fgets(STDIN);';
$child = proc_open(outside([PHP_BINARY, '-n', '-r', $listen, $longest]), [['pipe', 'r'], ['pipe', 'w']], $pipes);
fgets($pipes[1]);
var_dump(is_resource(stream_socket_client("unix://$longest")));
var_dump(@stream_socket_client("unix://{$longest}x", $errno), $errno);
?>
--CLEAN--
<?php
array_map(unlink(...), glob('/tmp/aesock-phpt-long/*'));
rmdir('/tmp/aesock-phpt-long');
?>
--EXPECT--
bool(true)
bool(false)
int(2)
