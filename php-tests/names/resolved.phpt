--TEST--
A name is resolved and dialled, by stream_socket_client(), fsockopen() and over UDP, aliases and both families included
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['plain.test', 'PLAIN.Test', 'plain.test.', 'cname.test', 'plain6.test', 'hosts-only.test'] as $name) {
    echo "$name: ", dial("tcp://$name:7"), ', ', dial_host($name, 7), ', ', dial("udp://$name:7"), "\n";
}
?>
--EXPECT--
plain.test: connected to 93.184.216.34:7, connected to 93.184.216.34:7, connected to 93.184.216.34:7
PLAIN.Test: connected to 93.184.216.34:7, connected to 93.184.216.34:7, connected to 93.184.216.34:7
plain.test.: connected to 93.184.216.34:7, connected to 93.184.216.34:7, connected to 93.184.216.34:7
cname.test: connected to 93.184.216.34:7, connected to 93.184.216.34:7, connected to 93.184.216.34:7
plain6.test: connected to [2606:4700:4700::1111]:7, connected to [2606:4700:4700::1111]:7, connected to [2606:4700:4700::1111]:7
hosts-only.test: connected to 93.184.216.34:7, connected to 93.184.216.34:7, connected to 93.184.216.34:7
