--TEST--
HTTP/3: a refused address gets no datagram, by libcurl's own choice or by an alternative service
--EXTENSIONS--
curl
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (extension_loaded('curl') && !(curl_version()['features'] & 1 << 25)) {
    die('skip this libcurl has no HTTP/3');
}
?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

const HTTP_3 = 30; // CURL_HTTP_VERSION_3, which falls back to TCP
const HTTP_3_ONLY = 31;
foreach (['https://10.11.20.9/', 'https://93.184.217.90:25/'] as $url) {
    foreach ([HTTP_3, HTTP_3_ONLY] as $version) {
        echo fetch($url, [CURLOPT_HTTP_VERSION => $version]), "\n";
    }
}
tell(seen_at('10.11.20.9'), seen_at('93.184.217.90'));
$cache = tempnam('/tmp', 'curl');
register_shutdown_function('unlink', $cache);
file_put_contents($cache, "h1 plain.test 443 h3 10.11.20.9 443 \"20391231 00:00:00\" 0 0\n");
echo fetch('https://plain.test/', [CURLOPT_ALTSVC => $cache, CURLOPT_ALTSVC_CTRL => CURLALTSVC_H3 | CURLALTSVC_READONLYFILE]), "\n";
tell(seen_at('10.11.20.9'));
// Nobody answers HTTP/3 in the lab.
fetch('https://93.184.217.91/', [CURLOPT_HTTP_VERSION => HTTP_3_ONLY, CURLOPT_CONNECTTIMEOUT => 1]);
tell(array_unique(seen_at('93.184.217.91')));
?>
--EXPECT--
7 Failed to connect to 10.11.20.9 port 443: Couldn't connect to server (Permission denied: 10.11.20.9 is a private address)
7 Failed to connect to 10.11.20.9 port 443: Couldn't connect to server (Permission denied: 10.11.20.9 is a private address)
7 Failed to connect to 93.184.217.90 port 25: Couldn't connect to server (Permission denied: port 25 of 93.184.217.90 is blocked, use 587 or 465)
7 Failed to connect to 93.184.217.90 port 25: Couldn't connect to server (Permission denied: port 25 of 93.184.217.90 is blocked, use 587 or 465)
[] []
7 Failed to connect to 10.11.20.9 port 443: Couldn't connect to server (Permission denied: 10.11.20.9 is a private address)
[]
["udp 443"]
