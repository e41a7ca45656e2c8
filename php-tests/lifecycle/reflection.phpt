--TEST--
Reflection shows hooked functions exactly as PHP without aesock shows them
--SKIPIF--
<?php $needed = ['sockets', 'ftp']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$functions = [];
foreach (array_keys(aesock_status()['hooks']) as $name) {
    if (str_ends_with($name, '()') && ($name !== 'socket_atmark()' || PHP_VERSION_ID >= 80300)) {
        $functions[] = substr($name, 0, -2);
    }
}
$code = 'foreach (' . var_export($functions, true) . ' as $name) echo new ReflectionFunction($name);';
$stock = output([...command(loaded: ['sockets', 'ftp']), '-r', $code]);
$ours = output([...command(loaded: ['sockets', 'ftp', 'AESOCK']), '-r', $code]);
var_dump(substr_count($stock, 'Function [ <internal') === count($functions), $ours === $stock);
?>
--EXPECT--
bool(true)
bool(true)
