--TEST--
The callbacks that PHP 8.4 brought run as in stock PHP, and what they dial, change or reset within a transfer opens nothing
--EXTENSIONS--
curl
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80400) die('skip CURLOPT_PREREQFUNCTION and CURLOPT_DEBUGFUNCTION come with PHP 8.4');
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

$callbacks = [
    'CURLOPT_PREREQFUNCTION' => fn (callable $do) => [CURLOPT_PREREQFUNCTION => function ($handle) use ($do): int { $do($handle); return CURL_PREREQFUNC_OK; }],
    'CURLOPT_DEBUGFUNCTION' => fn (callable $do) => [CURLOPT_VERBOSE => true, CURLOPT_DEBUGFUNCTION => fn ($handle) => $do($handle)],
];
$within = [
    'dials' => fn ($handle) => @fsockopen('10.12.86.1', 80),
    'transfers' => fn ($handle) => curl_exec(handle('http://10.12.86.1/')),
    'changes' => fn ($handle) => curl_setopt($handle, CURLOPT_URL, 'http://10.12.86.1/'),
    'opens' => fn ($handle) => curl_setopt($handle, CURLOPT_FOLLOWLOCATION, true),
    'resets' => fn ($handle) => curl_reset($handle),
];
foreach ($callbacks as $name => $options) {
    foreach ($within as $what => $do) {
        $called = false;
        $once = function ($handle) use ($do, &$called): void {
            if (!$called) {
                $called = true;
                try { $do($handle); } catch (Error $error) { echo '(', $error->getMessage(), ') '; }
            }
        };
        $handle = handle('http://plain.test/redirect-private', $options($once));
        $body = curl_exec($handle);
        echo "$name $what: ", $called ? '' : 'not called, ', $body ? curl_getinfo($handle, CURLINFO_RESPONSE_CODE) : ending($handle, false), "\n";
    }
}
var_dump(seen_at('10.12.86.1'));
?>
--EXPECT--
CURLOPT_PREREQFUNCTION dials: 302
CURLOPT_PREREQFUNCTION transfers: 302
CURLOPT_PREREQFUNCTION changes: 302
CURLOPT_PREREQFUNCTION opens: 7 Failed to connect to 10.0.0.5 port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)
(curl_reset(): Attempt to reset cURL handle from a callback) CURLOPT_PREREQFUNCTION resets: 302
CURLOPT_DEBUGFUNCTION dials: 302
CURLOPT_DEBUGFUNCTION transfers: 302
CURLOPT_DEBUGFUNCTION changes: 302
CURLOPT_DEBUGFUNCTION opens: 7 Failed to connect to 10.0.0.5 port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)
(curl_reset(): Attempt to reset cURL handle from a callback) CURLOPT_DEBUGFUNCTION resets: 302
array(0) {
}
