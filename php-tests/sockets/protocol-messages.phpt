--TEST--
Datagrams by socket_sendmsg and socket_recvmsg come back from where they went, in the parts that were asked for
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach ([AF_INET => ['93.184.216.141', '93.184.216.142'], AF_INET6 => ['2606:4700:4700::141', '93.184.216.143']] as $family => $peers) {
    $socket = socket_create($family, SOCK_DGRAM, SOL_UDP);
    foreach ($peers as $peer) {
        foreach ([['', 'one ', 'datagram'], [str_repeat('x', 9000)], []] as $parts) {
            $sent = socket_sendmsg($socket, ['name' => ['addr' => $peer, 'port' => 7], 'iov' => $parts]);
            $message = ['name' => ['family' => $family], 'buffer_size' => 5000, 'controllen' => 64];
            $received = socket_recvmsg($socket, $message);
            $same = ($message['iov'][0] ?? '') === substr(implode($parts), 0, 5000);
            echo "$sent sent, $received received, ", $same ? 'the same' : 'others', ' from ', $message['name']['addr'], ' port ', $message['name']['port'],
                $message['flags'] & MSG_TRUNC ? ', cut' : '', ', control data ', count($message['control']), "\n";
        }
    }
}

// Over a connection the name is left out.
$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
socket_connect($socket, '93.184.216.141', 7);
var_dump(socket_sendmsg($socket, ['iov' => ['a ', 'stream']]));
$message = ['controllen' => 64];
var_dump(socket_recvmsg($socket, $message), $message['iov'], $message['name']);
print_r(array_count_values(preg_grep('/[.:]14[1-3] /', lab_seen())));
?>
--EXPECT--
12 sent, 12 received, the same from 93.184.216.141 port 7, control data 0
9000 sent, 5000 received, the same from 93.184.216.141 port 7, cut, control data 0
0 sent, 0 received, the same from 93.184.216.141 port 7, control data 0
12 sent, 12 received, the same from 93.184.216.142 port 7, control data 0
9000 sent, 5000 received, the same from 93.184.216.142 port 7, cut, control data 0
0 sent, 0 received, the same from 93.184.216.142 port 7, control data 0
12 sent, 12 received, the same from 2606:4700:4700::141 port 7, control data 0
9000 sent, 5000 received, the same from 2606:4700:4700::141 port 7, cut, control data 0
0 sent, 0 received, the same from 2606:4700:4700::141 port 7, control data 0
12 sent, 12 received, the same from ::ffff:93.184.216.143 port 7, control data 0
9000 sent, 5000 received, the same from ::ffff:93.184.216.143 port 7, cut, control data 0
0 sent, 0 received, the same from ::ffff:93.184.216.143 port 7, control data 0
int(8)
int(8)
array(1) {
  [0]=>
  string(8) "a stream"
}
NULL
Array
(
    [internet udp 93.184.216.141 7] => 3
    [internet udp 93.184.216.142 7] => 3
    [internet udp 2606:4700:4700::141 7] => 3
    [internet udp 93.184.216.143 7] => 3
    [internet tcp 93.184.216.141 7] => 1
)
