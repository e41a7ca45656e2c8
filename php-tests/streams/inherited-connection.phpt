--TEST--
A connection that a process inherits as standard input may be read and written
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$connection = stream_socket_client('tcp://93.184.216.34:7');
$code = 'fwrite(STDIN, "from the child\n"); echo fgets(STDIN);';
$command = [PHP_BINARY, '-n', '-d', 'extension=' . getenv('AESOCK_MODULE'), '-d', 'aesock.log=', '-r', $code];
$child = proc_open($command, [$connection, ['pipe', 'w']], $pipes);
echo stream_get_contents($pipes[1]);
?>
--EXPECT--
from the child
