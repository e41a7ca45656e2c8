--TEST--
The rule `unix` without a path allows every Unix socket, the abstract namespace included
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=unix
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$listen = <<<'PHP'
    $server = stream_socket_server("unix://\0aesock-phpt-abstract");
    echo "ready\n";
    fgets(STDIN);
    PHP;
$child = proc_open(outside([PHP_BINARY, '-n', '-r', $listen]), [['pipe', 'r'], ['pipe', 'w']], $pipes);
fgets($pipes[1]);
$stream = stream_socket_client("unix://\0aesock-phpt-abstract", $errno, $errstr);
echo stream_get_meta_data($stream)['stream_type'], "\n";
?>
--EXPECT--
unix_socket
