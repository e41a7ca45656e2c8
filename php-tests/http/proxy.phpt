--TEST--
A proxy of the context is a destination like any other
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
foreach (['tcp://10.11.13.2:8080', 'tcp://93.184.217.21:25', 'tcp://93.184.217.21:80'] as $proxy) {
    var_dump(file_get_contents('http://plain.test/', context: stream_context_create(['http' => ['proxy' => $proxy, 'request_fulluri' => true]])));
}
var_dump(seen_at('10.11.13.2'));
?>
--EXPECT--
warning: file_get_contents(): Failed to open stream: Permission denied: 10.11.13.2 is a private address
bool(false)
warning: file_get_contents(): Failed to open stream: Permission denied: port 25 of 93.184.217.21 is blocked, use 587 or 465
bool(false)
string(25) "hello from 93.184.217.21
"
array(0) {
}
