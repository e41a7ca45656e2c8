--TEST--
Mode audit: a datagram to a private address is logged, and sent
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=audit
aesock.log=denied
--FILE--
<?php
$server = stream_socket_server('udp://127.0.0.1:0', flags: STREAM_SERVER_BIND);
var_dump(stream_socket_sendto($server, 'sent', 0, stream_socket_get_name($server, false)));
var_dump(fread($server, 4));
?>
--EXPECTF--
aesock deny udp://127.0.0.1:0 reason=listen rule=- app=default via=stream_socket_server%S
aesock deny udp://127.0.0.1:%d reason=loopback rule=- app=default via=stream_socket_sendto%S
int(4)
string(4) "sent"
