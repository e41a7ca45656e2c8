--TEST--
A socket that was idle for aesock.idle_timeout is reclaimed: the peer sees its end, reads end, writes fail with the reason, closing is silent; one that was used lives on
--INI--
aesock.idle_timeout=2
aesock.allow=loopback
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';
print_warnings();

$server = new Echoing();
$idle = $server->connect();
$used = $server->connect();
tell(speak($idle), speak($used));
// Far more often than it must be, since a busy machine wakes late.
for ($i = 0; $i < 5; $i++) {
    idle(0.5);
    speak($used) === "hello\n" || print("the used one is gone\n");
}
echo $server->tells();
tell(fread($idle, 100), feof($idle));
tell(fwrite($idle, 'more'));
tell(stream_socket_get_name($idle, true), stream_set_blocking($idle, false), stream_get_meta_data($idle)['eof']);
tell(stream_socket_sendto($idle, 'more'), stream_socket_recvfrom($idle, 10), stream_socket_shutdown($idle, STREAM_SHUT_RDWR));
tell(stream_socket_enable_crypto($idle, true, STREAM_CRYPTO_METHOD_TLS_CLIENT));
tell(is_resource($idle), fclose($idle), is_resource($idle));
tell(speak($used));
?>
--EXPECTF--
"hello\n" "hello\n"
end of 0
"" true
warning: fwrite(): Send of 4 bytes failed with errno=32 Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false
false false true
warning: stream_socket_sendto(): Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
warning: stream_socket_recvfrom(): Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
-1 false false
warning: stream_socket_enable_crypto(): Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed
false
true true false
"hello\n"
