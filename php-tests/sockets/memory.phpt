--TEST--
Thousands of refusals and connections of ext/sockets leave no memory and no descriptor behind
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/message-forms.inc';

$infos = [];
foreach (['10.0.0.5', '93.184.216.34', 'fd00::5'] as $address) {
    [$infos[]] = socket_addrinfo_lookup($address, '7', ['ai_socktype' => SOCK_STREAM]);
    [$infos[]] = socket_addrinfo_lookup($address, '7', ['ai_socktype' => SOCK_DGRAM]);
}
$reference = '93.184.216.34';
$names = [
    ['addr' => '10.0.0.5', 'port' => 7], ['addr' => '93.184.216.34', 'port' => 7], ['addr' => 'plain.test', 'port' => '7'], ['addr' => 'private.test', 'port' => 7.0],
    ['addr' => new Says('0x5d.184.216.34'), 'port' => new Says('7')], ['addr' => &$reference, 'port' => 'x'], ['family' => new Says('x')], [], ['addr' => "h\0", 'port' => 7],
    ['addr' => 'plain.test', 'port' => 70000], ['addr' => new Says(fn () => throw new DomainException()), 'port' => 7],
];
$calls = 0;
$work = function () use ($infos, $names, &$calls): void {
    foreach (['10.0.0.5', '93.184.216.34', '1572395042', 'plain.test', 'private.test', "h\0h", 'fd00::5', 'localhost', str_repeat('x', 300)] as $address) {
        $tcp = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
        @socket_connect($tcp, $address, 7);
        @socket_sendto($tcp, 'x', 1, 0, $address, 7);
        $udp = socket_create(AF_INET6, SOCK_DGRAM, SOL_UDP);
        @socket_connect($udp, $address, 7);
        @socket_sendto($udp, 'x', 1, 0, $address, 7);
        @socket_bind($udp, $address, 0);
        @socket_get_option($udp, SOL_SOCKET, SO_LINGER);
        @socket_set_option($udp, SOL_SOCKET, SO_TYPE, [1]);
        $calls += 7;
    }
    foreach ($names as $name) {
        try {
            @socket_sendmsg($udp, ['name' => $name, 'iov' => ['x']]);
            @socket_sendmsg($udp, ['name' => $name, 'iov' => ['x'], 'control' => [$name]]);
        } catch (DomainException) {
        }
        $calls += 2;
    }
    foreach ($infos as $info) {
        @socket_addrinfo_connect($info);
        @socket_addrinfo_bind($info);
        $calls += 2;
    }
    @socket_create(AF_UNIX, SOCK_STREAM, 0);
    @socket_create(AF_INET, SOCK_RAW, 1);
    @socket_create_listen(0);
    @socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
    $calls += 4;
};
$work();
[$memory, $descriptors] = [memory_get_usage(), count(scandir('/proc/self/fd'))];
while ($calls < 8000) {
    $work();
}
var_dump(memory_get_usage() - $memory < 4096, count(scandir('/proc/self/fd')) - $descriptors);
?>
--EXPECT--
bool(true)
int(0)
