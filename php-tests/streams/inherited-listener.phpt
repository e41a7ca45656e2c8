--TEST--
A listening socket that a process inherits as standard input accepts nothing
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow="listen, tcp://loopback"
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$server = stream_socket_server('tcp://127.0.0.1:0');
$code = <<<'PHP'
    foreach (['STDIN' => STDIN, 'php://stdin' => fopen('php://stdin', 'r'), 'php://fd/0' => fopen('php://fd/0', 'r')] as $name => $listener) {
        error_clear_last();
        $accepted = @stream_socket_accept($listener, 1);
        echo "$name: ", $accepted ? 'accepted' : 'nothing', ', ', str_contains(error_get_last()['message'] ?? '', 'Permission denied') ? 'refused' : 'not refused', "\n";
    }
    PHP;
foreach (range(1, 3) as $_) {
    $clients[] = stream_socket_client('tcp://' . stream_socket_get_name($server, false));
}
$command = [PHP_BINARY, '-n', '-d', 'extension=' . getenv('AESOCK_MODULE'), '-d', 'aesock.log=', '-r', $code];
$child = proc_open($command, [$server, ['pipe', 'w']], $pipes);
echo stream_get_contents($pipes[1]);
?>
--EXPECT--
STDIN: nothing, refused
php://stdin: nothing, refused
php://fd/0: nothing, refused
