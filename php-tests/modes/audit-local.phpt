--TEST--
Mode audit: listening and Unix sockets work, and are logged
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=audit
aesock.log=denied
--FILE--
<?php
$path = getenv('LAB_DIR') . '/audit.sock';
foreach (['tcp://127.0.0.1:8801', "unix://$path"] as $place) {
    $server = stream_socket_server($place);
    $client = stream_socket_client($place);
    $accepted = stream_socket_accept($server);
    fwrite($accepted, "served\n");
    echo fgets($client);
    fclose($accepted);
}
unlink($path);
?>
--EXPECTF--
aesock deny tcp://127.0.0.1:8801 reason=listen rule=- app=default via=stream_socket_server%S
aesock deny tcp://127.0.0.1:8801 reason=loopback rule=- app=default via=stream_socket_client%S
aesock deny accept reason=listen rule=- app=default via=stream_socket_accept%S
served
aesock deny unix://%s/audit.sock reason=listen rule=- app=default via=stream_socket_server%S
aesock deny unix://%s/audit.sock reason=unix rule=- app=default via=stream_socket_client%S
served
aesock deny accept reason=listen rule=- app=default via=stream_socket_accept%S repeated=1
