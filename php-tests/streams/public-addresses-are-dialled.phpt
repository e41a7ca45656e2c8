--TEST--
A public address is dialled, over TCP and UDP, IPv4 and IPv6, with one packet
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo dial('tcp://93.184.217.1:7'), "\n";
echo dial('tcp://[2606:4700:4700::217]:7'), "\n";
echo dial_host('93.184.217.1', 7), "\n";
echo dial_host('tcp://[2606:4700:4700::217]', 7), "\n";
$stream = stream_socket_client('udp://93.184.217.1:7');
fwrite($stream, 'over UDP');
echo fread($stream, 100), "\n";
echo implode(', ', seen_at('93.184.217.1')), "\n";
?>
--EXPECT--
connected to 93.184.217.1:7
connected to [2606:4700:4700::217]:7
connected to 93.184.217.1:7
connected to [2606:4700:4700::217]:7
over UDP
tcp 7, tcp 7, udp 7
