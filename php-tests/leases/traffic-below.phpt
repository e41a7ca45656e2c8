--TEST--
What a TCP connection receives below PHP's streams keeps it too: the kernel is asked before it is reclaimed
--INI--
aesock.idle_timeout=1
aesock.allow=loopback
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';

$server = new Echoing();
[$other, $spoken_to, $silent] = [$server->connect(), $server->connect(), $server->connect()];
// The server goes on for 1.5 seconds, of which no operation tells.
fwrite($spoken_to, "5 times\n");
idle(1.5);
tell(@speak($other));
tell(stream_get_contents($spoken_to, 18), feof($spoken_to), fgets($silent), feof($silent));
?>
--EXPECT--
false
"5 times\n0\n1\n2\n3\n4\n" false false true
