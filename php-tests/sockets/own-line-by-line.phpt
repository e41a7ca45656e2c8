--TEST--
A line is read of a socket that does not wait as soon as it comes, and is waited for no longer than default_socket_timeout, with functions of aesock's own: the wait had no end
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$code = <<<'PHP'
    function line(Socket $socket): string
    {
        $start = hrtime(true);
        $used = getrusage();
        $line = socket_read($socket, 100, PHP_NORMAL_READ);
        $seconds = (hrtime(true) - $start) / 1e9;
        $busy = getrusage()['ru_utime.tv_sec'] - $used['ru_utime.tv_sec'];
        return json_encode($line) . ', ' . socket_last_error($socket) . ($seconds < 0.95 ? ', at once' : ($seconds < 9 ? ', in time' : ", too late: $seconds s")) . ($busy > 1 ? ', busy' : '');
    }
    socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
    [$socket, $other] = $pair;
    socket_set_nonblock($socket);
    socket_write($other, "there\n");
    echo 'what is there: ', line($socket), "\n";
    socket_write($other, 'begun');
    echo 'nothing: ', line($socket), "\n";
    $answers = proc_open([PHP_BINARY, '-n', '-r', 'fgets(STDIN); usleep(200_000); echo "later\n";'], [['pipe', 'r'], ['socket']], $pipes);
    $socket = socket_import_stream($pipes[1]);
    socket_set_nonblock($socket);
    fwrite($pipes[0], "go\n");
    ini_set('default_socket_timeout', 60);
    echo 'what comes later: ', json_encode(socket_read($socket, 100, PHP_NORMAL_READ)), "\n";
    echo 'the end: ', json_encode(socket_read($socket, 100, PHP_NORMAL_READ)), "\n";
    PHP;
$settings = ['aesock.sockets' => '1', 'aesock.allow' => 'socketpair inherit', 'default_socket_timeout' => 1];
echo output([...command($settings), '-r', $code]);
?>
--EXPECT--
what is there: "there\n", 0, at once
nothing: false, 11, in time
what comes later: "later\n"
the end: ""
