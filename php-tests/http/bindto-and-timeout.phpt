--TEST--
The socket options of the context hold for URLs too
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$with = fn (array $options) => stream_context_create($options);
echo file_get_contents('http://dual.test/', context: $with(['socket' => ['bindto' => '0:0']]));
var_dump(file_get_contents('http://dual.test/', context: $with(['socket' => ['bindto' => '192.0.2.2:7100']])));
var_dump(file_get_contents('http://93.184.216.34:7008/', context: $with(['http' => ['timeout' => 0.3]])));
?>
--EXPECT--
hello from 93.184.216.34
warning: file_get_contents(): Failed to open stream: Permission denied: binding to 192.0.2.2:7100 is not allowed, the system chooses the local address
bool(false)
warning: file_get_contents(): Failed to open stream: HTTP request failed!
bool(false)
