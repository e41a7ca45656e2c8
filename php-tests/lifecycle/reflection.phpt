--TEST--
Reflection shows hooked functions exactly as PHP without aesock shows them
--SKIPIF--
<?php $needed = ['sockets', 'curl', 'ftp']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$loaded = ['sockets', 'curl', 'ftp'];
$names = array_map(fn ($name) => rtrim($name, '()'), preg_grep('/\(\)$/', array_keys(aesock_status()['hooks'])));
$code = 'foreach (array_filter(' . var_export($names, true) . ', "function_exists") as $name) echo new ReflectionFunction($name);';
$stock = output([...command(loaded: $loaded), '-r', $code]);
$ours = output([...command(loaded: [...$loaded, 'AESOCK']), '-r', $code]);
// A PHP lacks some functions of others; most are there.
var_dump(substr_count($stock, 'Function [ <internal') > count($names) / 2, $ours === $stock);
?>
--EXPECT--
bool(true)
bool(true)
