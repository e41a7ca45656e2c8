--TEST--
A quota of bytes ends a transfer whether its progress is shown or not, which is the script's to choose at any time; a function of the script's is asked as without a quota
--INI--
aesock.quota=bytes_received:2M/day
aesock.allow=loopback
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/endless.inc';

$port = run_endless_server();

// In both orders, by both functions.
$asked = function () use (&$calls) { $calls++; return 0; };
foreach ([[CURLOPT_NOPROGRESS => false, CURLOPT_XFERINFOFUNCTION => $asked], [CURLOPT_PROGRESSFUNCTION => $asked, CURLOPT_NOPROGRESS => false]] as $options) {
    foreach (['curl_setopt_array', 'curl_setopt'] as $function) {
        $calls = 0;
        $handle = curl_init("http://127.0.0.1:$port/short");
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        if ($function === 'curl_setopt') {
            foreach ($options as $option => $value) curl_setopt($handle, $option, $value);
        } else {
            curl_setopt_array($handle, $options);
        }
        tell(strlen(curl_exec($handle)), $calls > 0);
    }
}

$handle = curl_init("http://127.0.0.1:$port/");
$received = 0;
curl_setopt_array($handle, [CURLOPT_NOPROGRESS => true, CURLOPT_WRITEFUNCTION => function ($handle, string $data) use (&$received): int {
    curl_setopt($handle, CURLOPT_NOPROGRESS, true);
    $received += strlen($data);
    return strlen($data);
}]);
tell(curl_setopt($handle, CURLOPT_NOPROGRESS, true), curl_exec($handle), curl_error($handle));
tell($received >= 1000000, $received < 15000000);
?>
--EXPECT--
100000 true
100000 true
100000 true
100000 true
true false "Callback aborted (Quota exceeded: the quota of 2000000 bytes received a day is used up until 00:00:00 UTC)"
true true
