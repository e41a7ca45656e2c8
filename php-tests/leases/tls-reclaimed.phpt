--TEST--
A TLS stream is reclaimed like others: it is at its end, a write fails with the reason, and closing is silent
--INI--
aesock.idle_timeout=1
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';
print_warnings();

$request = "GET / HTTP/1.1\r\nHost: smtp.gmail.com\r\n\r\n";
$stream = stream_socket_client('tls://smtp.gmail.com:465', $errno, $error, 3, STREAM_CLIENT_CONNECT, trusting());
tell(substr(fgets($stream), 0, 4));
idle(1.2);
tell(fgets($stream), feof($stream));
tell(fwrite($stream, "QUIT\r\n"));
tell(fclose($stream));
?>
--EXPECTF--
"220 "
false true
warning: fwrite(): Send of 6 bytes failed with errno=32 Broken pipe: %s:465 was idle for longer than aesock.idle_timeout, and was reclaimed
false
true
