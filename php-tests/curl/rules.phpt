--TEST--
Rules by address, name and names below, where our resolver confirms the name
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.default=deny
aesock.allow="tcp://db.internal:7010 93.184.216.45 *.test:80 tcp://10.0.0.9:80 metadata.google.internal:80"
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

$each = [
    'an address' => ['http://93.184.216.45/'],
    'an address and port' => ['http://10.0.0.9/'],
    'its port 8080' => ['http://10.0.0.9:8080/'],
    'no address of a rule' => ['http://93.184.216.46/'],
    'an exact name' => ['gopher://db.internal:7010/'],
    'its address' => ['gopher://10.8.0.7:7010/'],
    'its other port' => ['http://db.internal/'],
    'an exact name that is no reason' => ['http://metadata.google.internal/'],
    'a name below' => ['http://plain.test/'],
    'a name below without a scheme' => ['plain.test'],
    'its port 8080 too' => ['http://plain.test:8080/'],
    'a name below, private' => ['http://private.test/'],
    'a name below, another address' => ['http://plain.test/', [CURLOPT_RESOLVE => ['plain.test:80:93.184.216.46']]],
    'a name below, a private address' => ['http://plain.test/', [CURLOPT_RESOLVE => ['plain.test:80:10.0.0.57']]],
    'an exact name, another address' => ['gopher://db.internal:7010/', [CURLOPT_RESOLVE => ['db.internal:7010:10.8.0.8']]],
    'a user that looks like a name' => ['http://plain.test:80@93.184.216.46/'],
    'a proxy that no rule names' => ['http://plain.test/', [CURLOPT_PROXY => '93.184.216.46:80']],
    'a proxy that a rule names' => ['http://anything.example/', [CURLOPT_PROXY => '93.184.216.45:80']],
];
foreach ($each as $what => $given) {
    echo "$what: ", str_replace("\r", '', fetch(...$given)), "\n";
}
var_dump(seen_at('93.184.216.46'), seen_at('10.0.0.57'));
?>
--EXPECT--
an address: hello from 93.184.216.45
an address and port: hello from 10.0.0.9
its port 8080: 7 Failed to connect to 10.0.0.9 port 8080: Couldn't connect to server (Permission denied: 10.0.0.9 is a private address)
no address of a rule: 7 Failed to connect to 93.184.216.46 port 80: Couldn't connect to server (Permission denied: no rule allows 93.184.216.46)
an exact name: line1
line2
its address: line1
line2
its other port: 7 Failed to connect to db.internal port 80: Couldn't connect to server (Permission denied: 10.8.0.7 is a private address)
an exact name that is no reason: 7 Failed to connect to metadata.google.internal port 80: Couldn't connect to server (Permission denied: 169.254.169.254 is a link-local address)
a name below: hello from 93.184.216.34
a name below without a scheme: hello from 93.184.216.34
its port 8080 too: 7 Failed to connect to plain.test port 8080: Couldn't connect to server (Permission denied: no rule allows 93.184.216.34)
a name below, private: 7 Failed to connect to private.test port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)
a name below, another address: 7 Failed to connect to plain.test port 80: Couldn't connect to server (Permission denied: no rule allows 93.184.216.46)
a name below, a private address: 7 Failed to connect to plain.test port 80: Couldn't connect to server (Permission denied: 10.0.0.57 is a private address)
an exact name, another address: 7 Failed to connect to db.internal port 7010: Couldn't connect to server (Permission denied: 10.8.0.8 is a private address)
a user that looks like a name: 7 Failed to connect to 93.184.216.46 port 80: Couldn't connect to server (Permission denied: no rule allows 93.184.216.46)
a proxy that no rule names: 7 Failed to connect to 93.184.216.46 port 80: Couldn't connect to server (Permission denied: no rule allows 93.184.216.46)
a proxy that a rule names: hello from 93.184.216.45
array(0) {
}
array(0) {
}
