--TEST--
Code of the script that runs while control data are converted, and closes the stream of the socket, does not have the message sent by a socket that got its number: with functions of PHP's and of aesock's own, without a look at native code
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$code = <<<'PHP'
    class Wrapped {
        public $context;
        function stream_open($path, $mode, $options, &$opened) { return true; }
        function stream_cast($as) { replace(); return STDIN; }
    }
    class Filter extends php_user_filter {
        function filter($in, $out, &$consumed, $closing): int { replace(); return PSFS_PASS_ON; }
    }
    /** Closes the stream that has the socket, and has another one get its number. */
    function replace() {
        global $stream, $others;
        if (is_resource($stream)) {
            fclose($stream);
            $others[] = socket_create(AF_INET, SOCK_STREAM, 0);
        }
    }
    stream_wrapper_register('wrapped', 'Wrapped');
    stream_filter_register('replaces', 'Filter');
    set_error_handler(fn () => replace() ?? true);
    $filtered = fopen('php://temp/maxmemory:0', 'w+');
    stream_filter_append($filtered, 'replaces', STREAM_FILTER_WRITE);
    $sent = [
        'a stream of the script' => [SOL_SOCKET, SCM_RIGHTS, [fopen('wrapped://', 'r')]],
        'a filter of the script' => [SOL_SOCKET, SCM_RIGHTS, [$filtered]],
        'a text that names nothing' => [IPPROTO_IPV6, IPV6_PKTINFO, ['addr' => 'fe80::1%missing', 'ifindex' => 1]],
        'a text that is no number' => [IPPROTO_IPV6, IPV6_HOPLIMIT, 'many'],
    ];
    foreach ($sent as $title => [$level, $type, $data]) {
        $stream = stream_socket_client('udp://10.1.2.81:80');
        $socket = socket_import_stream($stream);
        $message = ['name' => ['addr' => '10.1.2.81', 'port' => 80], 'iov' => ['x'], 'control' => [['level' => $level, 'type' => $type, 'data' => $data]]];
        // With MSG_FASTOPEN a socket of TCP connects.
        echo $title, ': ', json_encode(socket_sendmsg($socket, $message, 0x20000000)), "\n";
    }
    PHP;
$settings = ['aesock.allow' => 'udp://10.1.2.81 options', 'aesock.native' => '', 'error_log' => '/dev/null'];
lab_seen();
echo "-- PHP's own\n", output([...command(['aesock.sockets' => '0'] + $settings, ['sockets', 'AESOCK']), '-r', $code]);
echo "-- aesock's\n", output([...command(['aesock.sockets' => '1'] + $settings), '-r', $code]);
tell(array_filter(seen_at('10.1.2.81'), fn ($packet) => str_contains($packet, 'tcp')));
?>
--EXPECT--
-- PHP's own
a stream of the script: false
a filter of the script: false
a text that names nothing: false
a text that is no number: false
-- aesock's
a stream of the script: false
a filter of the script: false
a text that names nothing: false
a text that is no number: false
[]
