--TEST--
What a script wrote is in warnings byte for byte, however long, with functions of aesock's own as with PHP's
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$code = <<<'PHP'
    set_error_handler(function ($kind, $message) {
        $has = str_contains($message, $GLOBALS['text']) ? 'whole' : 'not whole';
        echo '  ', strtr($message, [$GLOBALS['text'] => 'TEXT']), ', ', $has, "\n";
        return true;
    });
    $texts = ['Latin 1' => "caf\xe9", 'bytes' => "\xff\xfe\x80'", 'half a letter' => "x\xe2\x82", '3,000 bytes' => str_repeat('x', 3000), 'until NUL' => 'x', 'no' => '%s%n'];
    $inet = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
    $inet6 = socket_create(AF_INET6, SOCK_DGRAM, SOL_UDP);
    foreach ($texts as $title => $text) {
        $written = $title === 'until NUL' ? "x\0yz" : $text;
        echo "$title:\n";
        $info = fn ($index) => ['control' => [['level' => IPPROTO_IPV6, 'type' => IPV6_PKTINFO, 'data' => ['addr' => '::1', 'ifindex' => $index]]]];
        socket_sendmsg($inet, ['name' => ['addr' => '127.0.0.1', 'port' => $written], 'iov' => ['x']]);
        socket_sendmsg($inet, ['name' => ['addr' => $written, 'port' => 9], 'iov' => ['x']]);
        socket_sendmsg($inet6, ['name' => ['addr' => $written, 'port' => 9], 'iov' => ['x']]);
        socket_sendmsg($inet6, $info($written));
        socket_sendmsg($inet6, $info(strlen($text) > 99 ? str_repeat('x', 3000) : $written));
        socket_set_option($inet, IPPROTO_IP, MCAST_JOIN_GROUP, ['group' => '224.0.0.23', 'interface' => $written]);
        socket_set_option($inet6, IPPROTO_IPV6, IPV6_MULTICAST_IF, $written);
    }
    PHP;
$settings = ['aesock.mode' => 'passthrough', 'error_log' => '/dev/null'];
$engines = output([...command(['aesock.sockets' => '0'] + $settings, ['sockets', 'AESOCK']), '-r', $code]);
$own = output([...command(['aesock.sockets' => '1'] + $settings), '-r', $code]);
echo substr_count($engines, ', whole') >= 24 ? '' : $engines, $own === $engines ? 'the same' : "stock:\n{$engines}ours:\n$own", "\n";
?>
--EXPECT--
the same
