--TEST--
The log shows Unix sockets by their paths, and raw sockets as raw
--EXTENSIONS--
sockets
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
$reason = 'refuses raw sockets in the kernel, whatever the rules say'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--INI--
aesock.log=all
aesock.allow="unix:/tmp/aesock-phpt-log/*, raw, bind"
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
mkdir('/tmp/aesock-phpt-log');
$socket = socket_create(AF_UNIX, SOCK_STREAM, 0);
socket_listen($socket);
socket_bind($socket, '/tmp/aesock-phpt-log/a socket');
socket_listen($socket);
socket_accept($socket);
unlink('/tmp/aesock-phpt-log/a socket');
socket_bind($socket, '/tmp/aesock-phpt-other');
socket_connect($socket, '/tmp/aesock-phpt-other');
socket_bind(socket_create(AF_INET, SOCK_RAW, 1), '127.0.0.1');
?>
--CLEAN--
<?php
@unlink("/tmp/aesock-phpt-log/a socket");
@rmdir("/tmp/aesock-phpt-log");
?>
--EXPECTF--
aesock allow raw reason=rule rule=unix:/tmp/aesock-phpt-log/* app=default via=socket_create%S
aesock deny unix:// reason=listen rule=- app=default via=socket_listen%S
warning: socket_listen(): unable to listen on socket [13]: Permission denied: listening on a Unix socket without a path is not allowed, sockets are outbound only
aesock allow unix:///tmp/aesock-phpt-log/a\x20socket reason=rule rule=unix:/tmp/aesock-phpt-log/* app=default via=socket_bind%S
aesock deny unix:///tmp/aesock-phpt-log/a\x20socket reason=listen rule=- app=default via=socket_listen%S
warning: socket_listen(): unable to listen on socket [13]: Permission denied: listening on /tmp/aesock-phpt-log/a socket is not allowed, sockets are outbound only
aesock deny unix:///tmp/aesock-phpt-log/a\x20socket reason=listen rule=- app=default via=socket_accept%S
warning: socket_accept(): unable to accept incoming connection [13]: Permission denied: listening on /tmp/aesock-phpt-log/a socket is not allowed, sockets are outbound only
aesock deny unix:///tmp/aesock-phpt-other reason=unix rule=- app=default via=socket_bind%S
warning: socket_bind(): Unable to bind address [13]: Permission denied: Unix socket /tmp/aesock-phpt-other is not allowed, no rule opens it
aesock deny unix:///tmp/aesock-phpt-other reason=unix rule=- app=default via=socket_connect%S
warning: socket_connect(): unable to connect [13]: Permission denied: Unix socket /tmp/aesock-phpt-other is not allowed, no rule opens it
aesock allow raw reason=rule rule=raw app=default via=socket_create%S
aesock allow raw reason=rule rule=bind app=default via=socket_bind%S
