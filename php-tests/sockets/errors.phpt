--TEST--
socket_last_error(), socket_clear_error() and socket_strerror() tell of refusals as of other failures
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$errors = fn (Socket ...$sockets): string => implode(' ', array_map(socket_last_error(...), $sockets)) . ' and ' . socket_last_error();
[$refused, $failed, $fine] = [tcp(), tcp(), tcp()];
@socket_connect($refused, '10.0.0.5', 80);
echo $errors($refused, $failed, $fine), "\n";
@socket_connect($failed, '93.184.216.34', 81);
echo $errors($refused, $failed, $fine), "\n";
socket_connect($fine, '93.184.216.34', 7);
echo $errors($refused, $failed, $fine), "\n";
var_dump(socket_clear_error($failed));
echo $errors($refused, $failed, $fine), "\n";
socket_clear_error();
echo $errors($refused, $failed, $fine), "\n";
// A success leaves the old error, as in PHP.
socket_connect($refused, '93.184.216.34', 7);
echo $errors($refused, $failed, $fine), "\n";
@socket_create(AF_INET, SOCK_RAW, 1);
echo $errors($refused, $failed, $fine), "\n";
foreach ([13, 22, 32, 93, 97, 110, 122, -10001, -10002, -10004] as $number) {
    echo "$number: ", socket_strerror($number), "\n";
}
?>
--EXPECT--
13 0 0 and 13
13 111 0 and 111
13 111 0 and 111
NULL
13 0 0 and 111
13 0 0 and 0
13 0 0 and 0
13 0 0 and 93
13: Permission denied
22: Invalid argument
32: Broken pipe
93: Protocol not supported
97: Address family not supported by protocol
110: Connection timed out
122: Disk quota exceeded
-10001: Unknown host
-10002: Host name lookup failure
-10004: No address associated with name
