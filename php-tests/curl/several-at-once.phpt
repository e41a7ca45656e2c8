--TEST--
Transfers of a multi handle are judged each for itself
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

$urls = ['http://plain.test/', 'http://10.11.20.15/', 'http://127.0.0.1/', 'http://93.184.216.43/', 'ftp://93.184.216.43/', 'http://mixed.test/', 'http://private.test/', 'http://93.184.216.43:25/'];
echo implode("\n", fetch_all(array_map('handle', $urls))), "\n";
var_dump(seen_at('10.11.20.15'));

echo "a handle twice, in a multi handle and alone:\n";
$handle = handle('http://10.11.20.15/');
echo implode("\n", fetch_all([$handle])), "\n", ending($handle, curl_exec($handle)), "\n";
curl_setopt($handle, CURLOPT_URL, 'http://plain.test/');
echo implode("\n", fetch_all([$handle])), "\n", ending($handle, curl_exec($handle)), "\n";
?>
--EXPECT--
hello from 93.184.216.34
7 Failed to connect to 10.11.20.15 port 80: Couldn't connect to server (Permission denied: 10.11.20.15 is a private address)
7 Failed to connect to 127.0.0.1 port 80: Couldn't connect to server (Permission denied: 127.0.0.1 is a loopback address or one of this host)
hello from 93.184.216.43
1 Protocol "ftp" not supported or disabled in libcurl (Permission denied: FTP to ftp://93.184.216.43/ is not supported)
hello from 93.184.216.34
7 Failed to connect to private.test port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)
7 Failed to connect to 93.184.216.43 port 25: Couldn't connect to server (Permission denied: port 25 of 93.184.216.43 is blocked, use 587 or 465)
array(0) {
}
a handle twice, in a multi handle and alone:
7 Failed to connect to 10.11.20.15 port 80: Couldn't connect to server (Permission denied: 10.11.20.15 is a private address)
7 Failed to connect to 10.11.20.15 port 80: Couldn't connect to server (Permission denied: 10.11.20.15 is a private address)
hello from 93.184.216.34
hello from 93.184.216.34
