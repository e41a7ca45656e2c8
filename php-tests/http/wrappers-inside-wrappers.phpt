--TEST--
A URL inside another wrapper, in include, in getimagesize() and in the hash functions is judged
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
allow_url_include=1
include_path=.
error_reporting=8191
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
var_dump(file_get_contents('compress.zlib://http://10.11.13.3/'));
var_dump(file_get_contents('php://filter/read=string.toupper/resource=http://10.11.13.3/'));
echo file_get_contents('php://filter/read=string.toupper/resource=http://plain.test/');
var_dump(include 'http://10.11.13.3/');
var_dump(getimagesize('http://10.11.13.3/'));
var_dump(hash_file('md5', 'http://10.11.13.3/'), md5_file('http://10.11.13.3/'), file('http://10.11.13.3/'));
var_dump(seen_at('10.11.13.3'));
?>
--EXPECT--
warning: file_get_contents(): Failed to open stream: operation failed
bool(false)
warning: file_get_contents(): Failed to open stream: operation failed
bool(false)
HELLO FROM 93.184.216.34
warning: include(): Failed to open stream: Permission denied: 10.11.13.3 is a private address
warning: include(): Failed opening 'http://10.11.13.3/' for inclusion (include_path='.')
bool(false)
warning: getimagesize(): Failed to open stream: Permission denied: 10.11.13.3 is a private address
bool(false)
warning: hash_file(): Failed to open stream: Permission denied: 10.11.13.3 is a private address
warning: md5_file(): Failed to open stream: Permission denied: 10.11.13.3 is a private address
warning: file(): Failed to open stream: Permission denied: 10.11.13.3 is a private address
bool(false)
bool(false)
bool(false)
array(0) {
}
