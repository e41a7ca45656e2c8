--TEST--
The rule `listen` allows server sockets, which are the engine's own; clients still need an address they may reach
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow="listen, tcp://loopback"
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$server = stream_socket_server('tcp://127.0.0.1:0');
$place = stream_socket_get_name($server, false);
$client = stream_socket_client("tcp://$place");
$accepted = stream_socket_accept($server, 5, $peer);
var_dump($peer === stream_socket_get_name($client, false));
fwrite($client, "to the server\n");
echo fgets($accepted);
fwrite($accepted, "to the client\n");
echo fgets($client);
echo stream_get_meta_data($server)['stream_type'], ', ', stream_get_meta_data($accepted)['stream_type'], "\n";
fclose($accepted);
var_dump(fgets($client), feof($client));

var_dump(stream_socket_client('tcp://10.0.0.5:80'));
?>
--EXPECT--
bool(true)
to the server
to the client
tcp_socket/ssl, tcp_socket/ssl
bool(false)
bool(true)
warning: stream_socket_client(): Unable to connect to tcp://10.0.0.5:80 (Permission denied: 10.0.0.5 is a private address)
bool(false)
