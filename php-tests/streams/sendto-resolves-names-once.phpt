--TEST--
stream_socket_sendto() to a name sends to the address that was judged, even when the name changes meanwhile
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
script_answers(['sendto.scripted.test', 'A=93.184.217.11 -> A=10.11.12.16']);
$stream = stream_socket_client('udp://93.184.217.8:7007');
var_dump(stream_socket_sendto($stream, 'x', 0, 'sendto.scripted.test:7007'));
var_dump(stream_socket_sendto($stream, 'x', 0, 'sendto.scripted.test:7007'));
echo implode("\n", preg_grep('/93\.184\.217\.11|10\.11\.12\.16/', lab_seen())), "\n";
?>
--EXPECT--
int(1)
warning: stream_socket_sendto(): Permission denied: sendto.scripted.test (10.11.12.16) is a private address
int(-1)
internet udp 93.184.217.11 7007
