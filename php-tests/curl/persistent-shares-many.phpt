--TEST--
Persistent shares of more sets of settings than are kept are released one after the other, and the worker ends without a word
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

$hosts = [];
for ($i = 0; $i < 20; $i++) {
    $hosts["host$i.test"] = ['php_admin_value aesock.allow 10.0.0.5', "php_admin_value aesock.application app$i"];
}
$apache = new Apache($hosts, port: 8097, loaded: ['curl']);
$page = <<<'PHP'
    <?php
    $handle = curl_init('http://10.0.0.5/');
    $share = curl_share_init_persistent([CURL_LOCK_DATA_CONNECT]);
    curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_PROXY => '', CURLOPT_TIMEOUT => 10, CURLOPT_SHARE => $share]);
    curl_exec($handle);
    echo curl_getinfo($handle, CURLINFO_NUM_CONNECTS), ' ';
    PHP;
foreach ([...array_keys($hosts), 'host19.test', 'host0.test', 'host19.test'] as $host) {
    echo $apache->get($host, $page);
}
?>
--EXPECT--
1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 0 1 0 
