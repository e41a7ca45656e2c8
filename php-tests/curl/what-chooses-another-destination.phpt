--TEST--
RESOLVE, CONNECT_TO and proxies of each kind are judged as what is dialled
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

const URL = 'http://plain.test/';
$each = [
    'resolve' => [CURLOPT_RESOLVE => ['plain.test:80:10.0.0.55']],
    'resolve to one of two' => [CURLOPT_RESOLVE => ['plain.test:80:10.0.0.55,93.184.216.40']],
    'connect to' => [CURLOPT_CONNECT_TO => ['plain.test:80:10.0.0.55:80']],
    'connect to a name' => [CURLOPT_CONNECT_TO => ['::private.test:']],
    'port 25' => [CURLOPT_PORT => 25],
    'http proxy' => [CURLOPT_PROXY => '10.0.0.55:80'],
    'https proxy' => [CURLOPT_PROXY => 'https://10.0.0.55:443'],
    'tunnel' => [CURLOPT_PROXY => '10.0.0.55:80', CURLOPT_HTTPPROXYTUNNEL => true],
    'socks4' => [CURLOPT_PROXY => 'socks4://10.0.0.55:80'],
    'socks4a' => [CURLOPT_PROXY => 'socks4a://10.0.0.55:80'],
    'socks5' => [CURLOPT_PROXY => 'socks5://10.0.0.55:80'],
    'socks5h' => [CURLOPT_PROXY => 'socks5h://private.test:80'],
    'socks5h by type' => [CURLOPT_PROXY => '10.0.0.55', CURLOPT_PROXYPORT => 80, CURLOPT_PROXYTYPE => CURLPROXY_SOCKS5_HOSTNAME],
    'proxy before the proxy' => [CURLOPT_PROXY => 'http://93.184.216.34:80', CURLOPT_PRE_PROXY => 'socks5://10.0.0.55:80'],
    'fast open' => [CURLOPT_TCP_FASTOPEN => true, CURLOPT_RESOLVE => ['plain.test:80:10.0.0.55']],
    'allowed proxy' => [CURLOPT_PROXY => '93.184.216.41:80'],
];
foreach ($each as $what => $options) {
    echo "$what: ", fetch(URL, $options), "\n";
}
putenv('http_proxy=http://10.0.0.55:80');
$handle = curl_init(URL);
curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
echo 'proxy of the environment: ', ending($handle, curl_exec($handle)), "\n";
var_dump(seen_at('10.0.0.55'));
?>
--EXPECT--
resolve: 7 Failed to connect to plain.test port 80: Couldn't connect to server (Permission denied: 10.0.0.55 is a private address)
resolve to one of two: hello from 93.184.216.40
connect to: 7 Failed to connect to 10.0.0.55 port 80: Couldn't connect to server (Permission denied: 10.0.0.55 is a private address)
connect to a name: 7 Failed to connect to private.test port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)
port 25: 7 Failed to connect to plain.test port 25: Couldn't connect to server (Permission denied: port 25 of 93.184.216.34 is blocked, use 587 or 465)
http proxy: 7 Failed to connect to 10.0.0.55 port 80: Couldn't connect to server (Permission denied: 10.0.0.55 is a private address)
https proxy: 7 Failed to connect to 10.0.0.55 port 443: Couldn't connect to server (Permission denied: 10.0.0.55 is a private address)
tunnel: 7 Failed to connect to 10.0.0.55 port 80: Couldn't connect to server (Permission denied: 10.0.0.55 is a private address)
socks4: 7 Failed to connect to 10.0.0.55 port 80: Couldn't connect to server (Permission denied: 10.0.0.55 is a private address)
socks4a: 7 Failed to connect to 10.0.0.55 port 80: Couldn't connect to server (Permission denied: 10.0.0.55 is a private address)
socks5: 7 Failed to connect to 10.0.0.55 port 80: Couldn't connect to server (Permission denied: 10.0.0.55 is a private address)
socks5h: 7 Failed to connect to private.test port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)
socks5h by type: 7 Failed to connect to 10.0.0.55 port 80: Couldn't connect to server (Permission denied: 10.0.0.55 is a private address)
proxy before the proxy: 7 Failed to connect to 10.0.0.55 port 80: Couldn't connect to server (Permission denied: 10.0.0.55 is a private address)
fast open: 7 Failed to connect to plain.test port 80: Couldn't connect to server (Permission denied: 10.0.0.55 is a private address)
allowed proxy: hello from 93.184.216.41
proxy of the environment: 7 Failed to connect to 10.0.0.55 port 80: Couldn't connect to server (Permission denied: 10.0.0.55 is a private address)
array(0) {
}
