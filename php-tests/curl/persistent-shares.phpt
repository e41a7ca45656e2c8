--TEST--
A connection in a share of libcurl that outlives requests is not handed to a virtual host whose policy denies its peer, nor to another application; each finds its own again
--SKIPIF--
<?php
$needed = ['curl'];
require __DIR__ . '/../include/lifecycle-skip-apache.inc';
if (PHP_VERSION_ID < 80500) {
    die('skip PHP 8.5 brought curl_share_init_persistent()');
}
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

$rules = 'php_admin_value aesock.allow 10.0.0.5';
$apache = new Apache([
    'open.test' => [$rules],
    'closed.test' => [],
    'other.test' => [$rules, 'php_admin_value aesock.application other'],
    'disabled.test' => [$rules, 'php_admin_value aesock.mode disabled'],
], port: 8096, loaded: ['curl']);
$page = <<<'PHP'
    <?php
    $share = curl_share_init_persistent([CURL_LOCK_DATA_CONNECT, CURL_LOCK_DATA_DNS]);
    $handle = @curl_init('http://10.0.0.5/');
    if (!$handle) {
        die("no handle\n");
    }
    curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_PROXY => '', CURLOPT_TIMEOUT => 10, CURLOPT_SHARE => $share]);
    $body = curl_exec($handle);
    echo $body === false ? strrchr(curl_error($handle), '(') : trim($body), ', connects: ', curl_getinfo($handle, CURLINFO_NUM_CONNECTS), "\n";
    PHP;
foreach (['open.test', 'open.test', 'closed.test', 'other.test', 'other.test', 'disabled.test', 'closed.test', 'open.test'] as $host) {
    echo "$host: ", $apache->get($host, $page);
}
?>
--EXPECT--
open.test: hello from 10.0.0.5, connects: 1
open.test: hello from 10.0.0.5, connects: 0
closed.test: (Permission denied: 10.0.0.5 is a private address), connects: 0
other.test: hello from 10.0.0.5, connects: 1
other.test: hello from 10.0.0.5, connects: 0
disabled.test: no handle
closed.test: (Permission denied: 10.0.0.5 is a private address), connects: 0
open.test: hello from 10.0.0.5, connects: 0
