--TEST--
dl() of aesock is refused with the way to load it
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$module = getenv('AESOCK_MODULE');
$settings = ['enable_dl' => 1, 'extension_dir' => dirname($module)];
echo output([...command($settings, []), '-r', 'dl("' . basename($module) . '"); echo "went on\n";']);
?>
--EXPECT--
Fatal error: aesock must be loaded when PHP starts: put extension=aesock into php.ini instead of calling dl() in Unknown on line 0
exit status 255
