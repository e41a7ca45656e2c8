--TEST--
The development server's scripts connect out, reach loopback unless aesock.development=0, and nothing else that is refused
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=passthrough
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$script = scratch(<<<'PHP'
    <?php
    foreach (['plain.test:7010', '127.0.0.1:8099', '10.0.0.5:80', '127.0.0.1:25', '169.254.169.254:80'] as $target) {
        $stream = @stream_socket_client("tcp://$target", $errno, $error);
        echo $target, ' ', $stream ? fgets($stream) : "$error\n";
    }
    PHP, '.php');

/** What the script says in a development server of its own. */
function served(string $script, int $port, array $settings): string
{
    $command = [...command($settings), '-S', "127.0.0.1:$port", $script];
    $server = proc_open($command, [['null'], ['null'], ['pipe', 'w']], $pipes);
    while (($line = fgets($pipes[2])) !== false && !str_contains($line, 'started'));
    $page = file_get_contents("http://127.0.0.1:$port/");
    proc_terminate($server);
    return $page;
}
foreach (['auto', '0', '1'] as $index => $value) {
    echo "$value:\n", served($script, 8810 + $index, ['aesock.development' => $value]);
}
?>
--EXPECT--
auto:
plain.test:7010 line1
127.0.0.1:8099 loopback
10.0.0.5:80 Permission denied: 10.0.0.5 is a private address
127.0.0.1:25 Permission denied: port 25 of 127.0.0.1 is blocked, use 587 or 465
169.254.169.254:80 Permission denied: 169.254.169.254 is a link-local address
0:
plain.test:7010 line1
127.0.0.1:8099 Permission denied: 127.0.0.1 is a loopback address or one of this host
10.0.0.5:80 Permission denied: 10.0.0.5 is a private address
127.0.0.1:25 Permission denied: port 25 of 127.0.0.1 is blocked, use 587 or 465
169.254.169.254:80 Permission denied: 169.254.169.254 is a link-local address
1:
plain.test:7010 line1
127.0.0.1:8099 loopback
10.0.0.5:80 Permission denied: 10.0.0.5 is a private address
127.0.0.1:25 Permission denied: port 25 of 127.0.0.1 is blocked, use 587 or 465
169.254.169.254:80 Permission denied: 169.254.169.254 is a link-local address
