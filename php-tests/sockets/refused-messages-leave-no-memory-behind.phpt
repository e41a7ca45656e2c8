--TEST--
Refused messages leave no memory behind
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
$socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
$closed = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
$work = function () use ($socket): void {
    $name = ['addr' => '10.0.0.5', 'port' => 80];
    foreach ([[], ['control' => [1]], ['iov' => [uniqid(), 5]], ['iov' => 5]] as $more) {
        @socket_sendmsg($socket, ['name' => $name] + $more);
    }
    @socket_sendmsg($socket, ['name' => ['family' => AF_UNIX] + $name]);
    try {
        socket_sendmsg($socket, ['name' => ['addr' => new class { function __toString(): string { throw new Exception(uniqid()); } }] + $name]);
    } catch (Exception) {
    }
};
$work();
$memory = memory_get_usage();
for ($i = 0; $i < 100; $i++) {
    $work();
}
var_dump(memory_get_usage() - $memory);
?>
--EXPECT--
int(0)
