--TEST--
Each redirect is judged anew: one to a public page is followed, one to a private address or to port 25 is not
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
foreach (['redirect-ok', 'redirect-private', 'redirect-25'] as $path) {
    var_dump(file_get_contents("http://plain.test/$path"));
    echo $http_response_header[0] ?? '-', "\n";
}
var_dump(file_get_contents('https://plain.test/redirect-private', context: trusting()));
echo file_get_contents('http://plain.test/redirect-private', context: stream_context_create(['http' => ['follow_location' => 0]])) !== '' ? "not followed\n" : '';
?>
--EXPECT--
string(25) "hello from 93.184.216.34
"
HTTP/1.1 302 Moved Temporarily
warning: file_get_contents(): Failed to open stream: Permission denied: 10.0.0.5 is a private address
bool(false)
HTTP/1.1 302 Moved Temporarily
warning: file_get_contents(): Failed to open stream: Permission denied: port 25 of 93.184.216.34 is blocked, use 587 or 465
bool(false)
HTTP/1.1 302 Moved Temporarily
warning: file_get_contents(): Failed to open stream: Permission denied: 10.0.0.5 is a private address
bool(false)
not followed
