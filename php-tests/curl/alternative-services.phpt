--TEST--
A host that Alt-Svc names is judged
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

$cache = tempnam('/tmp', 'curl');
register_shutdown_function('unlink', $cache);
foreach (['10.0.0.56', '93.184.216.42'] as $host) {
    file_put_contents($cache, "h1 plain.test 443 h1 $host 443 \"20391231 00:00:00\" 0 0\n");
    echo fetch('https://plain.test/', [CURLOPT_ALTSVC => $cache, CURLOPT_ALTSVC_CTRL => CURLALTSVC_H1 | CURLALTSVC_READONLYFILE, CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1]), "\n";
}
var_dump(seen_at('10.0.0.56'));
?>
--EXPECT--
7 Failed to connect to 10.0.0.56 port 443: Couldn't connect to server (Permission denied: 10.0.0.56 is a private address)
hello from 93.184.216.42
array(0) {
}
