--TEST--
max_open limits how many sockets a process has open, of all kinds together; closing one makes room
--INI--
aesock.quota=max_open:3
--EXTENSIONS--
sockets
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

$stream = fsockopen('93.184.218.15', 7);
$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
$third = fsockopen('udp://93.184.218.15', 7);
tell(dial('tcp://93.184.218.15:7'), socket_create(AF_INET6, SOCK_DGRAM, SOL_UDP));
$handle = curl_init('http://93.184.218.15/');
curl_setopt($handle, CURLOPT_NOBODY, true);
tell(curl_exec($handle), curl_errno($handle), preg_replace('/.*\((.*)\)/', '$1', curl_error($handle)));
fclose($third);
// libcurl's kept connection is one as well.
tell(curl_exec($handle), dial('tcp://93.184.218.15:7'));
unset($socket, $handle);
tell(dial('tcp://93.184.218.15:7'));
?>
--EXPECT--
warning: stream_socket_client(): Unable to connect to tcp://93.184.218.15:7 (Quota exceeded: the quota of 3 open sockets a process is used up)
warning: socket_create(): Unable to create socket [122]: Quota exceeded: the quota of 3 open sockets a process is used up
"122 Quota exceeded: the quota of 3 open sockets a process is used up" false
false 7 "Quota exceeded: the quota of 3 open sockets a process is used up"
warning: stream_socket_client(): Unable to connect to tcp://93.184.218.15:7 (Quota exceeded: the quota of 3 open sockets a process is used up)
true "122 Quota exceeded: the quota of 3 open sockets a process is used up"
"connected to 93.184.218.15:7"
