--TEST--
A reason is told for the transfer that it ended, and for no other failure
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

$handle = handle('http://10.0.0.5/');
curl_exec($handle);
echo ending($handle, false), "\n";

echo "after another option failed: ";
curl_setopt($handle, CURLOPT_PORT, -1);
echo ending($handle, false), "\n";

echo "after a success: ";
curl_setopt_array($handle, [CURLOPT_URL => 'http://plain.test/', CURLOPT_PORT => 0]);
curl_exec($handle);
tell(curl_errno($handle), curl_error($handle));

echo "after a refusal by the peer: ";
curl_setopt($handle, CURLOPT_RESOLVE, ['mixed.test:9:10.0.0.5,93.184.216.34']);
curl_setopt($handle, CURLOPT_URL, 'http://mixed.test:9/');
curl_exec($handle);
echo ending($handle, false), "\n";

echo "after a refused address, and no answer of another: ";
curl_setopt_array($handle, [CURLOPT_RESOLVE => ['mixed.test:7008:10.0.0.5,93.184.216.34'], CURLOPT_URL => 'http://mixed.test:7008/', CURLOPT_TIMEOUT_MS => 100]);
curl_exec($handle);
echo preg_replace('/\d+ milli.*/', '...', ending($handle, false)), "\n";

echo "of handles at the same place: ";
for ($i = 0; $i < 20; $i++) {
    $one = handle('http://10.0.0.5/');
    curl_exec($one);
    unset($one);
    $other = curl_init();
    curl_setopt($other, CURLOPT_PORT, -1);
    $words[curl_error($other)] = true;
    unset($other);
}
// libcurl's own words differ by version.
echo count($words), ' text, ', count(preg_grep('/private/', array_keys($words))), " with a reason\n";

echo "after curl_reset: ";
curl_setopt_array($handle, [CURLOPT_URL => 'http://10.0.0.5/']);
curl_exec($handle);
curl_reset($handle);
tell(curl_setopt($handle, CURLOPT_URL, 'x'), curl_error($handle));
?>
--EXPECT--
7 Failed to connect to 10.0.0.5 port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)
after another option failed: 43 Failed to connect to 10.0.0.5 port 80: Couldn't connect to server
after a success: 0 ""
after a refusal by the peer: 7 Failed to connect to mixed.test port 9: Couldn't connect to server
after a refused address, and no answer of another: 28 Operation timed out after ...
of handles at the same place: 1 text, 0 with a reason
after curl_reset: true ""
