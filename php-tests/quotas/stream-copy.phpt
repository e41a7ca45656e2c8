--TEST--
What stream_copy_to_stream() and file_put_contents() send and receive is counted, and limited by the quotas: the engine has no way beside
--INI--
aesock.quota=bytes_sent:30/day
aesock.allow=loopback
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';
print_warnings();

$server = new Echoing();
[$stream, $another] = [$server->connect(), $server->connect()];
$file = tmpfile();
fwrite($file, "twenty characters..\n");
rewind($file);
tell(stream_copy_to_stream($file, $stream));
$back = tmpfile();
tell(stream_copy_to_stream($stream, $back, 20), ftell($back));
// A socket to a socket.
fwrite($another, "ten bytes\n");
tell(stream_copy_to_stream($another, $stream, 10) > 0);
$usage = aesock_usage();
tell($usage['sends'], $usage['bytes_sent'], $usage['receives'] > 0, $usage['bytes_received'], $usage['denials']['quota'] > 0);
?>
--EXPECTF--
20
20 20
warning: stream_copy_to_stream(): Send of 10 bytes failed with errno=122 Quota exceeded: the quota of 30 bytes sent a day is used up until 00:00:00 UTC
%s
2 30 true 30 true
