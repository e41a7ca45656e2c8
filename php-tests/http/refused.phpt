--TEST--
A URL that leads to a refused destination fails with the reason
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
foreach (['http://10.11.13.1/', 'https://10.11.13.1/', 'http://private.test/', 'http://169.254.169.254/', 'http://93.184.217.20:25/', 'http://2130706433/', 'http://[::ffff:10.11.13.1]/', 'http://93.184.217.20:65561/', 'http://user:word@10.11.13.1/'] as $url) {
    var_dump(file_get_contents($url));
}
var_dump(seen_at('10.11.13.1'), fopen('http://10.11.13.1/', 'r'), copy('http://10.11.13.1/', '/tmp/aesock-phpt-copy'), get_headers('http://10.11.13.1/'));
?>
--EXPECT--
warning: file_get_contents(): Failed to open stream: Permission denied: 10.11.13.1 is a private address
bool(false)
warning: file_get_contents(): Failed to open stream: Permission denied: 10.11.13.1 is a private address
bool(false)
warning: file_get_contents(): Failed to open stream: Permission denied: private.test (10.0.0.5) is a private address
bool(false)
warning: file_get_contents(): Failed to open stream: Permission denied: 169.254.169.254 is a link-local address
bool(false)
warning: file_get_contents(): Failed to open stream: Permission denied: port 25 of 93.184.217.20 is blocked, use 587 or 465
bool(false)
warning: file_get_contents(): Failed to open stream: Permission denied: 127.0.0.1 is a loopback address or one of this host
bool(false)
warning: file_get_contents(): Failed to open stream: Permission denied: ::ffff:10.11.13.1 is a private address
bool(false)
warning: file_get_contents(): Failed to open stream: operation failed
bool(false)
warning: file_get_contents(): Failed to open stream: Permission denied: 10.11.13.1 is a private address
bool(false)
warning: fopen(): Failed to open stream: Permission denied: 10.11.13.1 is a private address
warning: copy(): Failed to open stream: Permission denied: 10.11.13.1 is a private address
warning: get_headers(): Failed to open stream: Permission denied: 10.11.13.1 is a private address
array(0) {
}
bool(false)
bool(false)
bool(false)
