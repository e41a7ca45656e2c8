--TEST--
When a quota of sends, receives or bytes is used up, writes fail and reads end with the reason; the call that used it up is whole
--INI--
aesock.quota=bytes_sent:10/day receives:2/day
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

$stream = fsockopen('93.184.218.13', 7);
tell(fwrite($stream, "seven\n"), fgets($stream));
tell(fwrite($stream, "more than is left\n"), fgets($stream));
tell(fwrite($stream, 'x'));
tell(fgets($stream), feof($stream));
$socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
tell(socket_sendto($socket, 'x', 1, 0, '93.184.218.13', 7), socket_last_error($socket));
tell(socket_recvfrom($socket, $data, 1, MSG_DONTWAIT, $address, $port), socket_last_error($socket));
$usage = aesock_usage();
tell($usage['bytes_sent'], $usage['receives'], $usage['denials']['quota']);
?>
--EXPECT--
6 "seven\n"
18 "more than is left\n"
warning: fwrite(): Send of 1 bytes failed with errno=122 Quota exceeded: the quota of 10 bytes sent a day is used up until 00:00:00 UTC
false
false true
warning: socket_sendto(): Unable to write to socket [122]: Quota exceeded: the quota of 10 bytes sent a day is used up until 00:00:00 UTC
false 122
warning: socket_recvfrom(): Unable to recvfrom [122]: Quota exceeded: the quota of 2 receives a day is used up until 00:00:00 UTC
false 122
24 2 4
