--TEST--
A Unix path that another process changes all the time leads no connection to a socket that no rule opens, through whatever door
--EXTENSIONS--
curl
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=unix:/tmp/aesock-phpt-changes/open/*
aesock.log=
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

const FOLDER = '/tmp/aesock-phpt-changes';
const TRIES = 4000;
mkdir(FOLDER . '/open', recursive: true);
mkdir(FOLDER . '/secret');

/** Starts code in a PHP without aesock, which says when it is ready, and ends with its input. */
function start(string $code): array
{
    $process = proc_open(outside([PHP_BINARY, '-n', '-r', $code]), [['pipe', 'r'], ['pipe', 'w']], $pipes);
    fgets($pipes[1]);
    return [$process, $pipes];
}

// What it accepts it counts.
$secret = start(<<<'PHP'
    $server = stream_socket_server('unix:///tmp/aesock-phpt-changes/secret/server.sock');
    echo "ready\n";
    for ($count = 0; ; ) {
        $read = [$server, STDIN];
        $none = null;
        stream_select($read, $none, $none, null);
        if (in_array($server, $read, true)) {
            $count++;
            stream_socket_accept($server);
        } else {
            exit("$count\n");
        }
    }
    PHP);
$changer = start(<<<'PHP'
    [$path, $new] = ['/tmp/aesock-phpt-changes/open/server.sock', '/tmp/aesock-phpt-changes/open/new'];
    touch($path);
    echo "ready\n";
    stream_set_blocking(STDIN, false);
    while (fgets(STDIN) === false && !feof(STDIN)) {
        for ($times = 0; $times < 100; $times++) {
            symlink('/tmp/aesock-phpt-changes/secret/server.sock', $new);
            rename($new, $path);
            touch($new);
            rename($new, $path);
        }
    }
    PHP);

$path = FOLDER . '/open/server.sock';
$doors = [
    'streams' => fn () => @stream_socket_client("unix://$path"),
    'ext/sockets' => fn () => @socket_connect(socket_import_stream(stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0)[0]), $path),
    'ext/curl' => function () use ($path) {
        $handle = curl_init('http://secret.test/');
        curl_setopt_array($handle, [CURLOPT_UNIX_SOCKET_PATH => $path, CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT_MS => 1]);
        return curl_exec($handle);
    },
];
foreach ($doors as $try) {
    for ($tries = 0; $tries < TRIES; $tries++) {
        $try();
    }
}
foreach ([$changer, $secret] as [, $pipes]) {
    fclose($pipes[0]);
}
echo 'reached ', fgets($secret[1][1]);
?>
--CLEAN--
<?php
foreach (['open', 'secret'] as $folder) {
    array_map(unlink(...), glob("/tmp/aesock-phpt-changes/$folder/*"));
    rmdir("/tmp/aesock-phpt-changes/$folder");
}
rmdir('/tmp/aesock-phpt-changes');
?>
--EXPECT--
reached 0
