--TEST--
The log tells decisions on ext/sockets, with the function as via=
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.log=all
aesock.application=shop
aesock.allow="tcp://10.0.0.9, option:SO_SNDTIMEO"
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

set_error_handler(fn () => true);
socket_connect(tcp(), '10.0.0.1', 80);
socket_connect(udp(), '10.0.0.1', 80);
socket_connect(tcp(AF_INET6), '10.0.0.1', 81);
socket_connect(tcp(), 'private.test', 80);
socket_connect(tcp(), "bad\nhost", 80);
socket_connect(tcp(), '93.184.216.34', 65561);
socket_connect(tcp(), '10.0.0.9', 7);
socket_connect(tcp(), '93.184.216.34', 7);
socket_sendto(udp(), 'x', 1, 0, '10.0.0.2', 53);
socket_sendmsg(udp(), ['name' => ['addr' => '10.0.0.3', 'port' => 53], 'iov' => ['x']]);
socket_sendmsg(udp(), ['iov' => ['x'], 'control' => [1]]);
socket_addrinfo_connect(socket_addrinfo_lookup('10.0.0.4', '80', ['ai_socktype' => SOCK_STREAM])[0]);
socket_addrinfo_bind(socket_addrinfo_lookup('127.0.0.1', '80', ['ai_socktype' => SOCK_STREAM])[0]);
socket_bind(tcp(), '127.0.0.1', 8867);
socket_create_listen(8867);
socket_listen(tcp());
socket_accept(udp());
socket_create(AF_UNIX, SOCK_STREAM, 0);
socket_create(AF_INET, SOCK_RAW, 1);
socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
socket_set_option(tcp(), SOL_SOCKET, SO_RCVTIMEO, ['sec' => 1, 'usec' => 0]);
socket_setopt(tcp(), SOL_SOCKET, SO_RCVTIMEO, ['sec' => 1, 'usec' => 0]);
socket_set_option(tcp(), SOL_SOCKET, SO_SNDTIMEO, ['sec' => 1, 'usec' => 0]);
socket_get_option(tcp(), SOL_SOCKET, SO_TYPE);
socket_getopt(tcp(), 1, 4711);
socket_get_option(tcp(), SOL_SOCKET, SO_ERROR);
array_map('socket_connect', [tcp()], ['10.0.0.5'], [80]);
(new ReflectionFunction('socket_connect'))->invoke(tcp(), '10.0.0.6', 80);
?>
--EXPECTF--
aesock deny tcp://10.0.0.1:80 reason=private rule=- app=shop via=socket_connect%S
aesock deny udp://10.0.0.1:80 reason=private rule=- app=shop via=socket_connect%S
aesock deny tcp://10.0.0.1:81 reason=private rule=- app=shop via=socket_connect%S
aesock deny tcp://private.test:80 reason=private rule=- app=shop via=socket_connect%S
aesock deny tcp://bad\x0ahost:80 reason=name-not-found rule=- app=shop via=socket_connect%S
aesock deny tcp://93.184.216.34:65561 reason=invalid-target rule=- app=shop via=socket_connect%S
aesock allow tcp://10.0.0.9:7 reason=rule rule=tcp://10.0.0.9 app=shop via=socket_connect%S
aesock allow tcp://93.184.216.34:7 reason=public rule=- app=shop via=socket_connect%S
aesock deny udp://10.0.0.2:53 reason=private rule=- app=shop via=socket_sendto%S
aesock deny udp://10.0.0.3:53 reason=private rule=- app=shop via=socket_sendmsg%S
aesock deny control reason=control rule=- app=shop via=socket_sendmsg%S
aesock deny tcp://10.0.0.4:80 reason=private rule=- app=shop via=socket_addrinfo_connect%S
aesock deny tcp://127.0.0.1:80 reason=bind rule=- app=shop via=socket_addrinfo_bind%S
aesock deny tcp://127.0.0.1:8867 reason=bind rule=- app=shop via=socket_bind%S
aesock deny tcp://0.0.0.0:8867 reason=listen rule=- app=shop via=socket_create_listen%S
aesock deny tcp://0.0.0.0:0 reason=listen rule=- app=shop via=socket_listen%S
aesock deny tcp://0.0.0.0:0 reason=listen rule=- app=shop via=socket_accept%S
aesock deny raw reason=family rule=- app=shop via=socket_create%S
aesock deny raw reason=protocol rule=- app=shop via=socket_create%S
aesock deny socketpair reason=family rule=- app=shop via=socket_create_pair%S
aesock deny option:SO_RCVTIMEO reason=option rule=- app=shop via=socket_set_option%S
aesock deny option:SO_RCVTIMEO reason=option rule=- app=shop via=socket_setopt%S
aesock allow option:SO_SNDTIMEO reason=rule rule=option:SO_SNDTIMEO app=shop via=socket_set_option%S
aesock deny option:SO_TYPE reason=option rule=- app=shop via=socket_get_option%S
aesock deny option:1/4711 reason=option rule=- app=shop via=socket_getopt%S
aesock allow option:SO_ERROR reason=harmless rule=- app=shop via=socket_get_option%S
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=shop via=socket_connect%S
aesock deny tcp://10.0.0.6:80 reason=private rule=- app=shop via=socket_connect%S
