--TEST--
No descriptor is received over a Unix socket, not by a message that asks for it while it is converted either
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

// A program that passes its standard input.
$code = <<<'PHP'
    $socket = socket_import_stream(fopen('php://fd/1', 'r+'));
    for ($i = 0; $i < 2; $i++) {
        socket_sendmsg($socket, ['iov' => ['x'], 'control' => [['level' => SOL_SOCKET, 'type' => SCM_RIGHTS, 'data' => [STDIN]]]]);
    }
    PHP;
$sockets = extension_loaded('sockets') && !str_contains(shell_exec(PHP_BINARY . ' -n -m'), 'sockets') ? ['-d', 'extension=sockets'] : [];
$child = proc_open(outside([PHP_BINARY, '-n', ...$sockets, '-r', $code]), [['file', __FILE__, 'r'], ['socket']], $pipes);
$socket = socket_import_stream($pipes[1]);

$message = ['controllen' => 64];
var_dump(socket_recvmsg($socket, $message));

class Asks
{
    public function __toString(): string
    {
        global $message;
        $message['controllen'] = 64;
        return '9';
    }
}
$asks = new Asks();
$message = ['name' => [], 'buffer_size' => $asks];
var_dump(socket_recvmsg($socket, $message), isset($message['control']));
?>
--EXPECT--
warning: socket_recvmsg(): Error in recvmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor
bool(false)
warning: socket_recvmsg(): Error in recvmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor
bool(false)
bool(false)
