--TEST--
Unix sockets are refused with errno 13 whether the path exists or not, by stream and by datagram
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['unix:///var/run/docker.sock', 'udg:///dev/log', 'unix:///', 'unix://', "unix://\0abstract", 'unix://relative.sock'] as $target) {
    echo json_encode($target, JSON_UNESCAPED_SLASHES), ': ', dial($target), "\n";
}
echo dial_host('unix:///var/run/docker.sock', -1), "\n";
?>
--EXPECT--
"unix:///var/run/docker.sock": 13 Permission denied: Unix socket /var/run/docker.sock is not allowed, no rule opens it
"udg:///dev/log": 13 Permission denied: Unix socket /dev/log is not allowed, no rule opens it
"unix:///": 13 Permission denied: Unix socket / is not allowed, no rule opens it
"unix://": 13 Permission denied: Unix socket  is not allowed, no rule opens it
"unix://\u0000abstract": 13 Permission denied: Unix socket \x00abstract is not allowed, no rule opens it
"unix://relative.sock": 13 Permission denied: Unix socket relative.sock is not allowed, no rule opens it
13 Permission denied: Unix socket /var/run/docker.sock is not allowed, no rule opens it
