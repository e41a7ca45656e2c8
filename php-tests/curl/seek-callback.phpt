--TEST--
CURLOPT_SEEKFUNCTION, which PHP 8.6 brought, runs as other callbacks do: what it dials, changes or resets within a transfer opens nothing
--EXTENSIONS--
curl
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80600) die('skip CURLOPT_SEEKFUNCTION comes with PHP 8.6');
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

$within = [
    'nothing' => fn ($handle) => null,
    'dials' => fn ($handle) => @fsockopen('10.12.88.1', 80),
    'transfers' => fn ($handle) => curl_exec(handle('http://10.12.88.1/')),
    'changes' => fn ($handle) => curl_setopt($handle, CURLOPT_URL, 'http://10.12.88.1/'),
    'proxies' => fn ($handle) => curl_setopt($handle, CURLOPT_PROXY, 'http://10.12.88.1:80'),
    'names' => fn ($handle) => curl_setopt($handle, CURLOPT_RESOLVE, ['plain.test:80:10.12.88.1']),
    'connects to' => fn ($handle) => curl_setopt($handle, CURLOPT_CONNECT_TO, ['plain.test:80:10.12.88.1:80']),
    'resets' => fn ($handle) => curl_reset($handle),
];
foreach ($within as $what => $do) {
    $called = false;
    // The body goes to the next place from its beginning, which is sought.
    $handle = handle('http://plain.test/redirect-ok', [
        CURLOPT_FOLLOWLOCATION => true,
        CURLOPT_UPLOAD => true,
        CURLOPT_INFILESIZE => 3,
        CURLOPT_READFUNCTION => fn ($handle, $file, $length) => substr('abc', 0, $length),
        CURLOPT_SEEKFUNCTION => function ($handle) use ($do, &$called): int {
            $called = true;
            try { $do($handle); } catch (Error $error) { echo '(', $error->getMessage(), ') '; }
            return CURL_SEEKFUNC_OK;
        },
    ]);
    $body = curl_exec($handle);
    echo "$what: ", $called ? '' : 'not called, ', $body !== false ? curl_getinfo($handle, CURLINFO_RESPONSE_CODE) : ending($handle, false), "\n";
}
tell(seen_at('10.12.88.1'));
?>
--EXPECT--
nothing: 200
dials: 200
transfers: 200
changes: 7 Failed to connect to 10.12.88.1 port 80: Couldn't connect to server (Permission denied: 10.12.88.1 is a private address)
proxies: 7 Failed to connect to 10.12.88.1 port 80: Couldn't connect to server (Permission denied: 10.12.88.1 is a private address)
names: 200
connects to: 7 Failed to connect to 10.12.88.1 port 80: Couldn't connect to server (Permission denied: 10.12.88.1 is a private address)
(curl_reset(): Attempt to reset cURL handle from a callback) resets: 200
[]
