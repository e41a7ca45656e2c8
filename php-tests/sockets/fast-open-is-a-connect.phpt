--TEST--
A send that opens a TCP connection is counted as a connect, limited as one, and known as the peer
--INI--
aesock.quota=connects:2/day
aesock.idle_timeout=1
--EXTENSIONS--
sockets
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
(int) file_get_contents('/proc/sys/net/ipv4/tcp_fastopen') & 1 || die('skip the kernel does not open by sending');
?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';
print_warnings();
const FAST_OPEN = 0x20000000;

$connects = fn () => aesock_usage()['connects'];
$new = fn () => socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
tell(socket_sendto($first = $new(), 'hello', 5, FAST_OPEN, 'plain.test', 7), $connects());
tell(socket_sendmsg($second = $new(), ['name' => ['addr' => '93.184.216.34', 'port' => 7], 'iov' => ['hello']], FAST_OPEN), $connects());
lab_seen();
$third = $new();
tell(socket_sendto($third, 'hello', 5, FAST_OPEN, '93.184.218.22', 7), socket_last_error($third), $connects(), seen_at('93.184.218.22'));
// No connects: over UDP, and without the flag.
tell(socket_sendto($udp = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP), 'hello', 5, FAST_OPEN, '93.184.218.22', 7), $connects());
idle(1.3);
tell(socket_write($first, 'x'), socket_last_error($first));
?>
--EXPECTF--
5 1
5 2
warning: socket_sendto(): Unable to write to socket [122]: Quota exceeded: the quota of 2 connects a day is used up until %s UTC
false 122 2 []
5 2
warning: socket_write(): unable to write to socket [32]: Broken pipe: 93.184.216.34:7 was idle for longer than aesock.idle_timeout, and was reclaimed
false 32
