--TEST--
Without a rule udg:// is refused although somebody receives there, and nothing arrives
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$path = getenv('LAB_DIR') . '/refused.sock';
$receive = <<<'CODE'
    $receiver = stream_socket_server("udg://$argv[1]", $errno, $errstr, STREAM_SERVER_BIND);
    echo "ready\n";
    fgets(STDIN);
    stream_set_blocking($receiver, false);
    var_dump(fread($receiver, 100));
    CODE;
$child = proc_open(outside([PHP_BINARY, '-n', '-r', $receive, $path]), [['pipe', 'r'], ['pipe', 'w']], $pipes);
fgets($pipes[1]);
$connects = [
    fn (&$errno) => stream_socket_client("udg://$path", $errno),
    fn (&$errno) => fsockopen("udg://$path", -1, $errno),
    fn (&$errno) => pfsockopen("udg://$path", -1, $errno),
    fn (&$errno) => stream_socket_client("udg://$path", $errno, $errstr, 3, STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT),
    fn (&$errno) => stream_socket_server("udg://$path.2", $errno, $errstr, STREAM_SERVER_BIND),
];
ob_start(fn ($output) => str_replace($path, 'PATH', $output));
foreach ($connects as $connect) {
    if ($stream = $connect($errno)) {
        fwrite($stream, 'leak');
    }
    var_dump($errno);
}
fwrite($pipes[0], "done\n");
echo stream_get_contents($pipes[1]);
?>
--EXPECT--
warning: stream_socket_client(): Unable to connect to udg://PATH (Permission denied: Unix socket PATH is not allowed, no rule opens it)
int(13)
warning: fsockopen(): Unable to connect to udg://PATH:-1 (Permission denied: Unix socket PATH is not allowed, no rule opens it)
int(13)
warning: pfsockopen(): Unable to connect to udg://PATH:-1 (Permission denied: Unix socket PATH is not allowed, no rule opens it)
int(13)
warning: stream_socket_client(): Unable to connect to udg://PATH (Permission denied: Unix socket PATH is not allowed, no rule opens it)
int(13)
warning: stream_socket_server(): Unable to connect to udg://PATH.2 (Permission denied: listening on PATH.2 is not allowed, sockets are outbound only)
int(0)
string(0) ""
