--TEST--
A rule `unix:` allows the paths it names, as the engine's own Unix sockets; `*` stops at a slash
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow="listen, unix:/tmp/aesock-phpt-unix/open/*"
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
const FOLDER = '/tmp/aesock-phpt-unix';
mkdir(FOLDER . '/open/below', recursive: true);

$server = stream_socket_server('unix://' . FOLDER . '/open/server.sock');
$client = stream_socket_client('unix://' . FOLDER . '/open/server.sock');
$accepted = stream_socket_accept($server, 5);
fwrite($client, "over a path\n");
echo fgets($accepted);
foreach ([$server, $client, $accepted] as $stream) {
    echo stream_get_meta_data($stream)['stream_type'], "\n";
}

$receiver = stream_socket_server('udg://' . FOLDER . '/open/datagrams.sock', $errno, $errstr, STREAM_SERVER_BIND);
$sender = stream_socket_client('udg://' . FOLDER . '/open/datagrams.sock');
fwrite($sender, 'a datagram');
echo fread($receiver, 100), ' over ', stream_get_meta_data($sender)['stream_type'], "\n";

stream_socket_client('unix://' . FOLDER . '/open/missing.sock', $errno);
var_dump($errno);
foreach (['/open/below/server.sock', '/opener/server.sock', '/open', '/open/../open/below/server.sock'] as $path) {
    stream_socket_client('unix://' . FOLDER . $path, $errno);
    var_dump($errno);
}
?>
--CLEAN--
<?php
const FOLDER = '/tmp/aesock-phpt-unix';
array_map(unlink(...), glob(FOLDER . '/open/*.sock'));
array_map(rmdir(...), [FOLDER . '/open/below', FOLDER . '/open', FOLDER]);
?>
--EXPECT--
over a path
unix_socket
unix_socket
unix_socket
a datagram over udg_socket
warning: stream_socket_client(): Unable to connect to unix:///tmp/aesock-phpt-unix/open/missing.sock (No such file or directory)
int(2)
warning: stream_socket_client(): Unable to connect to unix:///tmp/aesock-phpt-unix/open/below/server.sock (Permission denied: Unix socket /tmp/aesock-phpt-unix/open/below/server.sock is not allowed, no rule opens it)
int(13)
warning: stream_socket_client(): Unable to connect to unix:///tmp/aesock-phpt-unix/opener/server.sock (Permission denied: Unix socket /tmp/aesock-phpt-unix/opener/server.sock is not allowed, no rule opens it)
int(13)
warning: stream_socket_client(): Unable to connect to unix:///tmp/aesock-phpt-unix/open (Permission denied: Unix socket /tmp/aesock-phpt-unix/open is not allowed, no rule opens it)
int(13)
warning: stream_socket_client(): Unable to connect to unix:///tmp/aesock-phpt-unix/open/../open/below/server.sock (Permission denied: Unix socket /tmp/aesock-phpt-unix/open/../open/below/server.sock is not allowed, no rule opens it)
int(13)
