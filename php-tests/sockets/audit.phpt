--TEST--
Mode audit: decisions on ext/sockets are logged, a name's by the address it led to, and PHP's own code goes on
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.mode=audit
aesock.log=all
aesock.allow=db.internal
aesock.deny=plain.test
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
foreach ([['10.0.0.9', 7], ['private.test', 7], ['db.internal', 7], ['plain.test', 7], ['plain6.test', 7], ['93.184.216.34', 25], ['127.0.0.1', 8099], ['2130706433', 7], ['93.184.216.35', 65543], ["93.184.216.36\0x", 7]] as [$host, $port]) {
    $outcome = try_connect(tcp($host === 'plain6.test' ? AF_INET6 : AF_INET), $host, $port);
    echo json_encode($host), " $port: $outcome\n";
}
echo 'over IPv6: ' . try_connect(tcp(AF_INET6), 'private.test', 80) . "\n";
echo 'nobody: ' . try_connect(tcp(), 'nowhere.test', 7) . "\n";
$udp = udp();
echo 'sendto: ' . result(socket_sendto($udp, 'x', 1, 0, '10.0.0.6', 7), $udp) . "\n";
echo 'sendmsg: ' . result(socket_sendmsg($udp, ['name' => ['addr' => '10.0.0.7', 'port' => 7], 'iov' => ['x']]), $udp) . "\n";
echo 'addrinfo: ' . peer(socket_addrinfo_connect(socket_addrinfo_lookup('10.0.0.8', '7', ['ai_socktype' => SOCK_STREAM])[0])) . "\n";
echo 'bind: ' . result(socket_bind($socket = tcp(), '127.0.0.1', 8866), $socket) . "\n";
echo 'listen: ' . result(socket_listen($socket), $socket) . "\n";
$client = tcp();
socket_set_option($client, SOL_SOCKET, SO_SNDTIMEO, ['sec' => 5, 'usec' => 0]);
echo 'options: ' . json_encode([socket_get_option($client, SOL_SOCKET, SO_SNDTIMEO), socket_get_option($client, SOL_SOCKET, SO_RCVTIMEO), socket_get_option($client, SOL_SOCKET, SO_DEBUG)]) . "\n";
echo 'connect: ' . try_connect($client, '127.0.0.1', 8866) . "\n";
echo 'accept: ' . result(socket_accept($socket), $socket) . "\n";
echo 'pair: ' . result(socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair)) . "\n";
echo 'Unix: ' . result(socket_create(AF_UNIX, SOCK_STREAM, 0)) . "\n";
echo 'raw: ' . result(socket_create(AF_INET, SOCK_RAW, 1)) . "\n";
?>
--EXPECTF--
aesock deny tcp://10.0.0.9:7 reason=private rule=- app=default via=socket_connect%S
"10.0.0.9" 7: connected to 10.0.0.9 7
aesock deny tcp://private.test:7 reason=private rule=- app=default via=socket_connect%S
"private.test" 7: connected to 10.0.0.5 7
aesock allow tcp://db.internal:7 reason=rule rule=db.internal app=default via=socket_connect%S
"db.internal" 7: connected to 10.8.0.7 7
aesock deny tcp://plain.test:7 reason=denied rule=plain.test app=default via=socket_connect%S
"plain.test" 7: connected to 93.184.216.34 7
aesock allow tcp://plain6.test:7 reason=public rule=- app=default via=socket_connect%S
"plain6.test" 7: connected to 2606:4700:4700::1111 7
aesock deny tcp://93.184.216.34:25 reason=denied rule=plain.test app=default via=socket_connect%S
"93.184.216.34" 25: connected to 93.184.216.34 25
aesock deny tcp://127.0.0.1:8099 reason=loopback rule=- app=default via=socket_connect%S
"127.0.0.1" 8099: connected to 127.0.0.1 8099
aesock deny tcp://127.0.0.1:7 reason=loopback rule=- app=default via=socket_connect%S
"2130706433" 7: connected to 127.0.0.1 7
aesock deny tcp://93.184.216.35:65543 reason=invalid-target rule=- app=default via=socket_connect%S
"93.184.216.35" 65543: connected to 93.184.216.35 7
aesock deny tcp://93.184.216.36\x00x:7 reason=invalid-target rule=- app=default via=socket_connect%S
"93.184.216.36\u0000x" 7: connected to 93.184.216.36 7
aesock deny tcp://private.test:80 reason=private rule=- app=default via=socket_connect%S
over IPv6: connected to ::ffff:10.0.0.5 80
warning: socket_connect(): Host lookup failed [-10001]: Unknown host
nobody: false with -10001 and -10001
aesock deny udp://10.0.0.6:7 reason=private rule=- app=default via=socket_sendto%S
sendto: 1
aesock deny udp://10.0.0.7:7 reason=private rule=- app=default via=socket_sendmsg%S
sendmsg: 1
aesock deny tcp://10.0.0.8:7 reason=private rule=- app=default via=socket_addrinfo_connect%S
addrinfo: 10.0.0.8 7
aesock deny tcp://127.0.0.1:8866 reason=bind rule=- app=default via=socket_bind%S
bind: true
aesock deny tcp://127.0.0.1:8866 reason=listen rule=- app=default via=socket_listen%S
listen: true
aesock deny option:SO_SNDTIMEO reason=option rule=- app=default via=socket_set_option%S
aesock deny option:SO_SNDTIMEO reason=option rule=- app=default via=socket_get_option%S
aesock deny option:SO_RCVTIMEO reason=option rule=- app=default via=socket_get_option%S
aesock allow option:SO_DEBUG reason=simulated rule=- app=default via=socket_get_option%S
options: [{"sec":5,"usec":0},{"sec":0,"usec":0},0]
aesock deny tcp://127.0.0.1:8866 reason=loopback rule=- app=default via=socket_connect%S
connect: connected to 127.0.0.1 8866
aesock deny tcp://127.0.0.1:8866 reason=listen rule=- app=default via=socket_accept%S
accept: Socket
aesock deny socketpair reason=family rule=- app=default via=socket_create_pair%S
pair: true
aesock deny raw reason=family rule=- app=default via=socket_create%S
Unix: Socket
aesock deny raw reason=protocol rule=- app=default via=socket_create%A
raw: Socket
