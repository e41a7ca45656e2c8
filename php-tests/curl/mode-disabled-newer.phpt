--TEST--
Mode disabled: the functions that PHP 8.5 brought warn and return what their type allows, or make what connects nowhere
--EXTENSIONS--
curl
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (PHP_VERSION_ID < 80500) {
    die('skip PHP 8.5 brought them');
}
?>
--INI--
aesock.mode=disabled
aesock.allow=any
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';
print_warnings();

tell(curl_multi_get_handles(curl_multi_init()));
tell(curl_share_init_persistent([CURL_LOCK_DATA_DNS])::class);
?>
--EXPECT--
warning: curl_multi_get_handles() has been disabled for your application
[]
"CurlSharePersistentHandle"
