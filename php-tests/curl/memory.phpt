--TEST--
Thousands of transfers, allowed and refused, leave no memory and no descriptor behind
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; if (getenv('USE_ZEND_ALLOC') === '0') die('skip valgrind keeps memory'); ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

$resident = fn () => (int) preg_replace('/.*^RssAnon:\s+(\d+).*/ms', '$1', file_get_contents('/proc/self/status'));
$work = function (): void {
    $multi = curl_multi_init();
    $handles = [];
    foreach (['http://10.0.0.5/', 'http://93.184.216.34/', 'ftp://93.184.216.34/', 'http://' . long2ip(random_int(0x0a000000, 0x0affffff)) . '/'] as $url) {
        $handle = handle($url, [CURLOPT_HTTPAUTH => CURLAUTH_ANY, CURLOPT_PROTOCOLS => -1, CURLOPT_FORBID_REUSE => true]);
        @curl_setopt_array($handle, [CURLOPT_URL => $url, CURLOPT_INTERFACE => 'lo']);
        curl_exec($handle);
        curl_error($handle);
        $handles[] = curl_copy_handle($handle);
    }
    fetch_all($handles, $multi);
};
for ($i = 0; $i < 60; $i++) {
    $work();
}
[$memory, $rss, $descriptors] = [memory_get_usage(), $resident(), count(scandir('/proc/self/fd'))];
for ($i = 0; $i < 200; $i++) {
    $work();
}
$growth = $resident() - $rss;
tell(memory_get_usage() - $memory < 4096, $growth < 512 ? 'flat' : $growth, count(scandir('/proc/self/fd')) - $descriptors);
?>
--EXPECT--
true "flat" 0
