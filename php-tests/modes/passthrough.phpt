--TEST--
Mode passthrough: all works as in PHP without aesock, and nothing is logged
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.mode=passthrough
aesock.log=all
aesock.deny=any
--FILE--
<?php
echo aesock_status()['mode'], "\n";
foreach (['10.0.0.5', 'private.test', 'plain.test', '142.250.102.108'] as $host) {
    echo fgets(fsockopen($host, 7010));
}
echo fgets(stream_socket_client('tcp://127.0.0.1:8099'));
echo substr(fgets(stream_socket_client('tcp://10.0.0.5:25')), 0, 4), "\n";
echo strstr(file_get_contents('http://10.0.0.7/'), 'hello');
$path = getenv('LAB_DIR') . '/passthrough.sock';
foreach (['tcp://127.0.0.1:8803', "unix://$path"] as $place) {
    $server = stream_socket_server($place);
    $client = stream_socket_client($place);
    fwrite(stream_socket_accept($server), "served\n");
    echo fgets($client);
}
unlink($path);
echo count(stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0)), "\n";
?>
--EXPECT--
passthrough
line1
line1
line1
line1
loopback
220 
hello from 10.0.0.7
served
served
2
