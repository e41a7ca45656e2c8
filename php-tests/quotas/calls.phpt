--TEST--
A quota of calls refuses what comes after the last one, in the words of each function, with error 122 and when it refills; nothing is dialled
--INI--
aesock.quota=creates:4/day connects:3/day binds:1/day
aesock.allow=bind
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

echo dial('tcp://93.184.218.11:7'), "\n", dial('udp://93.184.218.11:7'), "\n";
$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
tell(socket_connect($socket, '93.184.218.11', 7));
$other = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
tell(socket_bind($other, '0.0.0.0', 0), socket_bind($other, '0.0.0.0', 0), socket_last_error($other));
// What is refused by the policy uses nothing up, and what is left is not used up by what cannot be had.
tell(dial('tcp://10.0.0.5:7'));
lab_seen();
tell(socket_connect($other, '93.184.218.12', 7), socket_last_error($other));
tell(dial('tcp://93.184.218.12:7'));
tell(socket_create(AF_INET, SOCK_DGRAM, SOL_UDP), socket_last_error());
tell(seen_at('93.184.218.12'));
?>
--EXPECT--
connected to 93.184.218.11:7
connected to 93.184.218.11:7
true
warning: socket_bind(): Unable to bind address [122]: Quota exceeded: the quota of 1 binds a day is used up until 00:00:00 UTC
true false 122
warning: stream_socket_client(): Unable to connect to tcp://10.0.0.5:7 (Permission denied: 10.0.0.5 is a private address)
"13 Permission denied: 10.0.0.5 is a private address"
warning: socket_connect(): unable to connect [122]: Quota exceeded: the quota of 3 connects a day is used up until 00:00:00 UTC
false 122
warning: stream_socket_client(): Unable to connect to tcp://93.184.218.12:7 (Quota exceeded: the quota of 4 sockets made a day is used up until 00:00:00 UTC)
"122 Quota exceeded: the quota of 4 sockets made a day is used up until 00:00:00 UTC"
warning: socket_create(): Unable to create socket [122]: Quota exceeded: the quota of 4 sockets made a day is used up until 00:00:00 UTC
false 122
[]
