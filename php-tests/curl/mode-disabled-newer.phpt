--TEST--
Mode disabled: the functions that PHP 8.5 brought warn and return what their type allows, or make what connects nowhere; those that it calls deprecated say so first
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
// What the engine says of a function comes first.
curl_share_close(curl_share_init());
tell(socket_set_timeout(fopen('php://memory', 'r'), 1));
?>
--EXPECT--
warning: curl_multi_get_handles() has been disabled for your application
[]
"CurlSharePersistentHandle"
warning: Function curl_share_close() is deprecated since 8.5, as it has no effect since PHP 8.0
warning: curl_share_close() has been disabled for your application
warning: Function socket_set_timeout() is deprecated since 8.5, use stream_set_timeout() instead
warning: socket_set_timeout() has been disabled for your application
false
