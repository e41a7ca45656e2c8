--TEST--
A Unix path is judged by the place it really leads to: a link out of the allowed folder is refused, one within it is not
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=unix:/tmp/aesock-phpt-link/open/*
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

const FOLDER = '/tmp/aesock-phpt-link';
mkdir(FOLDER . '/open', recursive: true);
mkdir(FOLDER . '/secret');
$listen = <<<'PHP'
    $servers = [];
    foreach (['/open/server.sock', '/secret/server.sock'] as $path) {
        $servers[] = stream_socket_server('unix:///tmp/aesock-phpt-link' . $path);
    }
    echo "ready\n";
    fgets(STDIN);
    PHP;
$child = proc_open(outside([PHP_BINARY, '-n', '-r', $listen]), [['pipe', 'r'], ['pipe', 'w']], $pipes);
fgets($pipes[1]);

symlink(FOLDER . '/open/server.sock', FOLDER . '/open/inward.sock');
symlink(FOLDER . '/secret/server.sock', FOLDER . '/open/outward.sock');
symlink(FOLDER . '/secret', FOLDER . '/open/folder');
symlink(FOLDER . '/open/server.sock', FOLDER . '/secret/back.sock');
foreach (['/open/server.sock', '/open/inward.sock', '/secret/back.sock', '/secret/server.sock', '/open/outward.sock', '/open/folder/server.sock', '/open/../secret/server.sock'] as $path) {
    echo dial('unix://' . FOLDER . $path), "\n";
}
?>
--CLEAN--
<?php
foreach (['open', 'secret'] as $folder) {
    array_map(unlink(...), glob("/tmp/aesock-phpt-link/$folder/*"));
    rmdir("/tmp/aesock-phpt-link/$folder");
}
rmdir('/tmp/aesock-phpt-link');
?>
--EXPECT--
connected to /tmp/aesock-phpt-link/open/server.sock
connected to /tmp/aesock-phpt-link/open/server.sock
connected to /tmp/aesock-phpt-link/open/server.sock
13 Permission denied: Unix socket /tmp/aesock-phpt-link/secret/server.sock is not allowed, no rule opens it
13 Permission denied: Unix socket /tmp/aesock-phpt-link/open/outward.sock is not allowed, no rule opens it
13 Permission denied: Unix socket /tmp/aesock-phpt-link/open/folder/server.sock is not allowed, no rule opens it
13 Permission denied: Unix socket /tmp/aesock-phpt-link/open/../secret/server.sock is not allowed, no rule opens it
