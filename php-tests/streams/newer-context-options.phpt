--TEST--
The socket options of the context that PHP 8.6 brought are set as in stock PHP, over TCP and UDP; a size of a buffer that is none is an error
--EXTENSIONS--
sockets
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (PHP_VERSION_ID < 80600) {
    die('skip PHP 8.6 brought them');
}
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$printed = as_in_stock(<<<'PHP'
    dl('sockets') || die('no sockets');
    print_warnings();
    $options = [
        ['so_keepalive' => true], ['so_keepalive' => true, 'tcp_keepidle' => 5, 'tcp_keepintvl' => 6, 'tcp_keepcnt' => 7],
        ['tcp_keepidle' => 5], ['tcp_keepidle' => 0, 'tcp_keepcnt' => 'x', 'tcp_keepintvl' => -1],
        ['so_linger' => 5], ['so_linger' => 0], ['so_linger' => -1], ['so_linger' => 70000], ['so_linger' => 'x'],
        ['so_rcvbuf' => 20000], ['so_rcvbuf' => '20000'], ['so_rcvbuf' => 0], ['so_rcvbuf' => 'x'],
        ['so_sndbuf' => 20000], ['so_sndbuf' => -1], ['so_sndbuf' => 2147483648], ['so_reuseaddr' => false],
    ];
    foreach (['tcp://93.184.216.34:7', 'udp://93.184.216.34:7'] as $target) {
        foreach ($options as $each) {
            $stream = stream_socket_client($target, $errno, $error, 3, STREAM_CLIENT_CONNECT, stream_context_create(['socket' => $each]));
            echo $target[0], ' ', json_encode($each), " $errno $error";
            if ($stream) {
                $socket = socket_import_stream($stream);
                foreach ([[SOL_SOCKET, SO_KEEPALIVE], [6, 4], [6, 5], [6, 6], [SOL_SOCKET, SO_RCVBUF], [SOL_SOCKET, SO_SNDBUF], [SOL_SOCKET, SO_LINGER]] as [$level, $option]) {
                    if ($level === SOL_SOCKET || $target[0] === 't') {
                        echo ' ', json_encode(socket_get_option($socket, $level, $option));
                    }
                }
            }
            echo "\n";
        }
    }
    PHP, settings: ['aesock.allow' => 'any']);
echo str_starts_with($printed, 'stock:') ? $printed : substr_count($printed, "\n") . " lines\n";
?>
--EXPECT--
42 lines
