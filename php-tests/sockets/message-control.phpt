--TEST--
Control data is refused; `options` lets it through, and descriptors over a Unix socket need `unix` besides
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$code = <<<'PHP'
    $told = [];
    set_error_handler(function (int $level, string $text): bool {
        $GLOBALS['told'][] = str_contains($text, 'error converting') ? 'the error of the engine' : $text;
        return true;
    });
    $try = function (string $title, callable $call): void {
        $GLOBALS['told'] = [];
        $result = $call();
        echo "  $title: ", implode(' | ', [...$GLOBALS['told'], json_encode($result)]), "\n";
    };

    $udp = socket_create(AF_INET6, SOCK_DGRAM, SOL_UDP);
    $send = fn (mixed $control) => socket_sendmsg($udp, ['name' => ['addr' => '2606:4700:4700::154', 'port' => 7], 'iov' => ['hello'], 'control' => $control]);
    $source = ['level' => IPPROTO_IPV6, 'type' => IPV6_PKTINFO, 'data' => ['addr' => '2a01:4f8:c0c:1::2', 'ifindex' => 0]];
    $try('a source', fn () => $send([$source]));
    $try('a hop limit', fn () => $send([['level' => IPPROTO_IPV6, 'type' => IPV6_HOPLIMIT, 'data' => 64]]));
    $try('none', fn () => $send([]));
    $try('no array', fn () => $send('x'));
    $reference = [$source];
    $try('a reference', fn () => socket_sendmsg($udp, ['iov' => ['hello'], 'control' => &$reference]));
    $try('of a denied peer', fn () => socket_sendmsg($udp, ['name' => ['addr' => 'fd00::154', 'port' => 7], 'iov' => ['hello'], 'control' => [$source]]));

    $pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    [$left, $right] = array_map('socket_import_stream', $pair);
    $try('a message over a pair', fn () => socket_sendmsg($left, ['iov' => ['plain ']]));
    $try('a descriptor over a pair', fn () => socket_sendmsg($left, ['iov' => ['with a file'], 'control' => [['level' => SOL_SOCKET, 'type' => SCM_RIGHTS, 'data' => [fopen('/proc/self/comm', 'r')]]]]));
    $try('receiving without room', function () use ($right) {
        $message = ['name' => []];
        return socket_recvmsg($right, $message, MSG_DONTWAIT);
    });
    $try('receiving', function () use ($right) {
        $message = ['buffer_size' => 64, 'controllen' => 64];
        $received = socket_recvmsg($right, $message, MSG_DONTWAIT);
        if ($received === false) {
            return false;
        }
        $file = $message['control'][0]['data'][0];
        return [implode($message['iov']), count($message['control']), is_resource($file) && fgets($file) === file_get_contents('/proc/self/comm')];
    });
    $try('receiving over UDP', function () {
        $udp = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
        socket_sendto($udp, 'hello', 5, 0, '93.184.216.154', 7);
        $message = ['buffer_size' => 64, 'controllen' => 64];
        return socket_recvmsg($udp, $message);
    });
    PHP;
foreach (['', 'options', 'options unix', 'option:SO_MARK', 'any'] as $allow) {
    echo "allow=$allow\n", output([...command(['aesock.allow' => $allow], ['sockets', 'AESOCK']), '-r', $code]);
}
?>
--EXPECT--
allow=
  a source: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  a hop limit: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  none: 5
  no array: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  a reference: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  of a denied peer: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  a message over a pair: 6
  a descriptor over a pair: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  receiving without room: socket_recvmsg(): Error in recvmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  receiving: socket_recvmsg(): Error in recvmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  receiving over UDP: 5
allow=options
  a source: 5
  a hop limit: 5
  none: 5
  no array: the error of the engine | false
  a reference: the error of the engine | false
  of a denied peer: socket_sendmsg(): Error in sendmsg [13]: Permission denied: fd00::154 is a private address | false
  a message over a pair: 6
  a descriptor over a pair: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket passing descriptors is not allowed, no rule opens it | false
  receiving without room: socket_recvmsg(): Error in recvmsg [13]: Permission denied: Unix socket passing descriptors is not allowed, no rule opens it | false
  receiving: socket_recvmsg(): Error in recvmsg [13]: Permission denied: Unix socket passing descriptors is not allowed, no rule opens it | false
  receiving over UDP: 5
allow=options unix
  a source: 5
  a hop limit: 5
  none: 5
  no array: the error of the engine | false
  a reference: the error of the engine | false
  of a denied peer: socket_sendmsg(): Error in sendmsg [13]: Permission denied: fd00::154 is a private address | false
  a message over a pair: 6
  a descriptor over a pair: 11
  receiving without room: the error of the engine | false
  receiving: ["plain with a file",1,true]
  receiving over UDP: 5
allow=option:SO_MARK
  a source: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  a hop limit: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  none: 5
  no array: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  a reference: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  of a denied peer: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  a message over a pair: 6
  a descriptor over a pair: socket_sendmsg(): Error in sendmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  receiving without room: socket_recvmsg(): Error in recvmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  receiving: socket_recvmsg(): Error in recvmsg [13]: Permission denied: control data of a message is not allowed, it could choose a source or pass a descriptor | false
  receiving over UDP: 5
allow=any
  a source: 5
  a hop limit: 5
  none: 5
  no array: the error of the engine | false
  a reference: the error of the engine | false
  of a denied peer: 5
  a message over a pair: 6
  a descriptor over a pair: 11
  receiving without room: the error of the engine | false
  receiving: ["plain with a file",1,true]
  receiving over UDP: 5
