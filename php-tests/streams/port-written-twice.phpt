--TEST--
A host that has its port already and the same port besides is one target, as in stock PHP; a rule and the policy see that target, and two different ports are refused
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock('foreach (["plain.test:80", "93.184.216.34:80", "[2606:4700::5]:80", "tcp://plain.test:80", "udp://93.184.216.34:80"] as $host) {
    $port = (int) substr($host, strrpos($host, ":") + 1);
    echo dial_host($host, $port), "\n";
}
echo dial("tcp://93.184.216.34:80:80"), "\n", dial("tcp://93.184.216.34:80:80/id", 3, STREAM_CLIENT_CONNECT | STREAM_CLIENT_PERSISTENT), "\n";');
lab_seen();
foreach ([['10.0.0.5:80', 80], ['127.1:80', 80], ['93.184.216.34:25', 25], ['93.184.216.34:80', 443], ['93.184.216.34:80:80', 80], ['93.184.216.34:65561', 65561]] as [$host, $port]) {
    $checked = aesock_check($host, $port);
    echo "$host, $port: ", dial_host($host, $port), ' -- ', $checked['message'], "\n";
}
echo aesock_check('93.184.216.34:80', 80)['message'], "\n";
var_dump(lab_seen());
?>
--EXPECT--
connected to 93.184.216.34:80
connected to 93.184.216.34:80
connected to [2606:4700::5]:80
connected to 93.184.216.34:80
connected to 93.184.216.34:80
connected to 93.184.216.34:80
connected to 93.184.216.34:80
10.0.0.5:80, 80: 13 Permission denied: 10.0.0.5 is a private address -- 10.0.0.5 is a private address
127.1:80, 80: 13 Permission denied: 127.0.0.1 is a loopback address or one of this host -- 127.0.0.1 is a loopback address or one of this host
93.184.216.34:25, 25: 13 Permission denied: port 25 of 93.184.216.34 is blocked, use 587 or 465 -- port 25 of 93.184.216.34 is blocked, use 587 or 465
93.184.216.34:80, 443: 22 Invalid argument: there are two ports, 80 and 443: leave one out -- there are two ports, 80 and 443: leave one out
93.184.216.34:80:80, 80: 22 Invalid argument: port `80:80:80` is not a number from 1 to 65535 -- port `80:80:80` is not a number from 1 to 65535
93.184.216.34:65561, 65561: 22 Invalid argument: port `65561:65561` is not a number from 1 to 65535 -- port `65561` is not a number from 1 to 65535
93.184.216.34 is a public address
array(0) {
}
