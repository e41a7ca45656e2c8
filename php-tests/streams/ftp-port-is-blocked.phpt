--TEST--
Port 21 is refused, as FTP is not supported; its neighbours 20 and 22 are not
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach ([20, 21, 22] as $port) {
    echo "$port: ", dial("tcp://93.184.217.3:$port"), "\n";
}
echo implode(', ', seen_at('93.184.217.3')), "\n";
?>
--EXPECT--
20: 111 Connection refused
21: 13 Permission denied: FTP to 93.184.217.3 is not supported
22: connected to 93.184.217.3:22
tcp 20, tcp 22
