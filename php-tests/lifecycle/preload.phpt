--TEST--
A preloaded script is refused: hooks are there before it runs
--SKIPIF--
<?php
$needed = ['opcache'];
require __DIR__ . '/../include/lifecycle-skip.inc';
if (trim(file_get_contents('/proc/self/setgroups')) === 'deny') die('skip opcache sets groups to preload, an ordinary user may not');
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$preload = scratch('<?php echo "preload: "; ' . TRY_PRIVATE . ' function preloaded() { ' . TRY_PRIVATE . ' }', '.php');
$settings = ['opcache.enable_cli' => 1, 'opcache.preload' => $preload, 'opcache.preload_user' => 'root'];
foreach ([['opcache', 'AESOCK'], ['AESOCK', 'opcache']] as $loaded) {
    echo output([...command($settings, $loaded), '-r', 'echo "request: "; preloaded();']);
}
?>
--EXPECT--
preload: 13 Permission denied: 10.0.0.5 is a private address
request: 13 Permission denied: 10.0.0.5 is a private address
preload: 13 Permission denied: 10.0.0.5 is a private address
request: 13 Permission denied: 10.0.0.5 is a private address
