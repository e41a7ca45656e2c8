--TEST--
Members of messages that are no numbers leave no memory behind, and references are refused, with functions of PHP's and of aesock's own
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$code = <<<'PHP'
    $socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
    $send = fn (array $message) => @socket_sendmsg($socket, $message);
    $receive = fn (array $message) => @socket_recvmsg($socket, $message, MSG_DONTWAIT);
    $numbers = [
        'an array' => fn () => [mt_rand()],
        'a text' => fn () => str_repeat('x', 300) . mt_rand(),
        'an object' => fn () => new class { function __toString() { return 'x' . mt_rand(); } },
        'nothing' => fn () => null,
    ];
    $data = fn (int $level, int $type, mixed $data) => ['control' => [['level' => $level, 'type' => $type, 'data' => $data]]];
    $places = [
        'port' => [$send, fn (&$value) => ['name' => ['addr' => '127.0.0.1', 'port' => &$value], 'iov' => ['x']]],
        'family' => [$send, fn (&$value) => ['name' => ['family' => &$value], 'iov' => ['x']]],
        'level' => [$send, fn (&$value) => ['control' => [['level' => &$value, 'type' => 1]]]],
        'type' => [$send, fn (&$value) => ['control' => [['level' => SOL_SOCKET, 'type' => &$value]]]],
        'hop limit' => [$send, fn (&$value) => $data(IPPROTO_IPV6, IPV6_HOPLIMIT, $value)],
        'pid' => [$send, fn (&$value) => $data(SOL_SOCKET, SCM_CREDENTIALS, ['pid' => &$value, 'uid' => 1, 'gid' => 1])],
        'descriptor' => [$send, fn (&$value) => $data(SOL_SOCKET, SCM_RIGHTS, [STDIN, $value])],
        'controllen' => [$receive, fn (&$value) => ['controllen' => &$value]],
        'buffer_size' => [$receive, fn (&$value) => ['buffer_size' => &$value]],
    ];
    foreach ($places as $place => [$call, $message]) {
        foreach ($numbers as $title => $make) {
            $work = function () use ($call, $message, $make) {
                $value = $make();
                $call($message($value));
                // Its text is kept, and is not as long each time.
                error_clear_last();
            };
            $work();
            $memory = memory_get_usage();
            for ($times = 0; $times < 50; $times++) {
                $work();
            }
            if (memory_get_usage() > $memory) {
                echo "$place, $title: leaves memory behind\n";
            }
        }
        $value = 9;
        echo $place, ': ', json_encode($call($message($value))), "\n";
        echo '  ', error_get_last()['message'] ?? 'no error', "\n";
        error_clear_last();
        socket_clear_error($socket);
    }
    PHP;
$settings = ['aesock.allow' => 'loopback options bind unix', 'error_log' => '/dev/null'];
$engines = output([...command(['aesock.sockets' => '0'] + $settings, ['sockets', 'AESOCK']), '-r', $code]);
$own = output([...command(['aesock.sockets' => '1'] + $settings), '-r', $code]);
echo $engines, $own === $engines ? 'the same' : $own, "\n";
?>
--EXPECT--
port: false
  socket_sendmsg(): error converting user data (path: msghdr > name > port): expected an integer, either of a PHP integer type or of a convertible type
family: false
  socket_sendmsg(): error converting user data (path: msghdr > name > family): expected an integer, either of a PHP integer type or of a convertible type
level: false
  socket_sendmsg(): error converting user data (path: msghdr > control > element #0 > level): expected an integer, either of a PHP integer type or of a convertible type
type: false
  socket_sendmsg(): error converting user data (path: msghdr > control > element #0 > type): expected an integer, either of a PHP integer type or of a convertible type
hop limit: false
  socket_sendmsg(): Error in sendmsg [89]: Destination address required
pid: false
  socket_sendmsg(): error converting user data (path: msghdr > control > element #0 > data > pid): expected an integer, either of a PHP integer type or of a convertible type
descriptor: false
  socket_sendmsg(): error converting user data (path: msghdr > control > element #0 > data > element #2): expected a Socket object or a stream resource
controllen: false
  socket_recvmsg(): error converting user data (path: msghdr > controllen): expected an integer, either of a PHP integer type or of a convertible type
buffer_size: false
  socket_recvmsg(): error converting user data (path: msghdr > buffer_size): expected an integer, either of a PHP integer type or of a convertible type
the same
