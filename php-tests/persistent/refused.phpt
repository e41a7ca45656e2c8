--TEST--
A refused persistent connection is refused each time, and leaves nothing behind
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

const PERSISTENT = STREAM_CLIENT_CONNECT | STREAM_CLIENT_PERSISTENT;
for ($i = 0; $i < 3; $i++) {
    $stream = @pfsockopen('10.11.15.1', 7, $errno, $errstr, 3);
    echo outcome($stream, $errno, $errstr), "\n";
    echo dial('tcp://10.11.15.1:7', 3, PERSISTENT), "\n";
}
$stream = @pfsockopen('unix:///var/run/docker.sock', -1, $errno, $errstr, 3);
echo outcome($stream, $errno, $errstr), "\n";
echo dial('tcp://93.184.216.34:7', 3, PERSISTENT), "\n";
var_dump(seen_at('10.11.15.1'));
?>
--EXPECT--
13 Permission denied: 10.11.15.1 is a private address
13 Permission denied: 10.11.15.1 is a private address
13 Permission denied: 10.11.15.1 is a private address
13 Permission denied: 10.11.15.1 is a private address
13 Permission denied: 10.11.15.1 is a private address
13 Permission denied: 10.11.15.1 is a private address
13 Permission denied: Unix socket /var/run/docker.sock is not allowed, no rule opens it
connected to 93.184.216.34:7
array(0) {
}
