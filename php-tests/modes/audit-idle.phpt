--TEST--
Mode audit: a connection that mode enforce would have reclaimed is logged and counted when it is used again, and goes on; one that was used meanwhile is not
--EXTENSIONS--
sockets
--INI--
aesock.mode=audit
aesock.log=denied
aesock.idle_timeout=1
aesock.allow=loopback
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';

$server = new Echoing();
$idle = $server->connect();
$used = $server->connect();
$selected = $server->connect();
$unused = $server->connect();
socket_connect($socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP), '127.0.0.1', $server->port);
$socket_speaks = function () use ($socket): string {
    socket_write($socket, "socket\n");
    return socket_read($socket, 100);
};
tell(speak($idle), speak($used), speak($selected), $socket_speaks());
for ($i = 0; $i < 3; $i++) {
    idle(0.5);
    speak($used);
    $read = [$selected];
    stream_select($read, $none, $none, 0);
}
tell('enforce would have reclaimed three');
tell(speak($idle), speak($unused), speak($used), speak($selected), $socket_speaks());
tell(speak($idle), $socket_speaks());
tell(aesock_usage()['denials'], preg_match('/^aesock_denials_total{[^}]*reason="reclaimed"} 3$/m', aesock_metrics()));
// A descriptor is another socket's later.
fclose($idle);
idle(1.2);
tell(speak($server->connect()));
?>
--EXPECTF--
"hello\n" "hello\n" "hello\n" "socket\n"
"enforce would have reclaimed three"
aesock deny tcp://127.0.0.1:%d reason=reclaimed rule=- app=default via=fwrite at=%s mode=audit
aesock deny tcp://127.0.0.1:%d reason=reclaimed rule=- app=default via=socket_write at=%s mode=audit
"hello\n" "hello\n" "hello\n" "hello\n" "socket\n"
"hello\n" "socket\n"
{"reclaimed":3} 1
"hello\n"
aesock deny tcp://127.0.0.1:%d reason=reclaimed rule=- app=default via=fwrite at=%s mode=audit repeated=1
