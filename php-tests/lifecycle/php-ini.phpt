--TEST--
aesock starts without a word beside everything that the distribution's php.ini loads
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip.inc';
$ini = '/etc/php/' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION . '/cli/php.ini';
if (!is_file($ini)) die("skip there is no $ini");
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$ini = '/etc/php/' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION . '/cli/php.ini';
$options = ['-c', $ini, '-d', 'display_startup_errors=1', '-d', 'display_errors=1'];
$code = HOOK_STATES . 'echo php_ini_loaded_file(), "\n";' . TRY_PRIVATE;
echo str_replace($ini, 'php.ini', output([...command(options: $options), '-r', $code]));
?>
--EXPECT--
enforced
php.ini
13 Permission denied: 10.0.0.5 is a private address
