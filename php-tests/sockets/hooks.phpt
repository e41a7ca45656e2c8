--TEST--
Each function of ext/sockets is hooked, and looks as in PHP
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$status = aesock_status();
foreach ((new ReflectionExtension('sockets'))->getFunctions() as $name => $function) {
    $state = $status['hooks']["$name()"] ?? 'not hooked';
    if ($state !== 'enforced') {
        echo "$name(): $state\n";
    }
}
var_dump(in_array('sockets', $status['not_covered'], true));

// Names, parameters and types are the engine's.
$describe = <<<'PHP'
    foreach ((new ReflectionExtension('sockets'))->getFunctions() as $function) {
        echo $function;
    }
    PHP;
var_dump(php_with_sockets($describe) === php_with_sockets($describe, stock: true), substr_count(php_with_sockets($describe), '<internal:sockets> function') > 35);
?>
--EXPECT--
bool(false)
bool(true)
bool(true)
