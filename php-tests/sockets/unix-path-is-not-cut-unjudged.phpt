--TEST--
socket_sendto() does not reach a Unix socket by a path that the engine would cut to it
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

const PLACE = '/tmp/aesock-phpt-cut.sock';
const LONGEST = 107;
$listen = 'stream_set_timeout($server = stream_socket_server("udg://' . PLACE . '", $n, $s, STREAM_SERVER_BIND), 1); echo "ready\n"; var_dump(fread($server, 9));';
$child = proc_open(outside([PHP_BINARY, '-n', '-r', $listen]), [['pipe', 'r'], ['pipe', 'w']], $pipes);
fgets($pipes[1]);

$socket = socket_import_stream(stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_DGRAM, 0)[0]);
$cut = str_pad(PLACE, LONGEST, '/', STR_PAD_LEFT);
var_dump(socket_sendto($socket, 'secret', 6, 0, $cut . 'more'));
echo 'the server got ', stream_get_contents($pipes[1]);
?>
--CLEAN--
<?php
unlink('/tmp/aesock-phpt-cut.sock');
?>
--EXPECTF--
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: Unix socket %s is not allowed, no rule opens it
bool(false)
the server got bool(false)
