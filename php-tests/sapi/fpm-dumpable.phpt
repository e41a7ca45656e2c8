--TEST--
In php-fpm the kernel closes the memory of a worker whose master is root; where process.dumpable opens it, aesock.dumpable=0 of the pool closes it
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
if (fileowner('/proc/self') !== 0 || !preg_match('/^\s*0\s+0\s+\d{6,}/', file_get_contents('/proc/self/uid_map'))) die('skip not root: workers run as another user');
$reason = 'closes the memory of a process by itself'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$page = sys_get_temp_dir() . '/aesock-dumpable-' . bin2hex(random_bytes(4)) . '.php';
file_put_contents($page, '<?php echo @fopen("/proc/self/mem", "r+") ? "open" : "closed", " ", posix_getuid(), "\n";');
$user = ['user = nobody', 'group = nogroup'];
$fpm = new Fpm([
    'usual' => $user,
    'open' => [...$user, 'process.dumpable = yes'],
    'closed' => [...$user, 'process.dumpable = yes', 'php_admin_value[aesock.dumpable] = 0'],
], ['-d', 'extension=posix'], log: false);
foreach (['usual', 'open', 'closed', 'closed'] as $pool) {
    echo "$pool: ", $fpm->get($pool, $page);
}
echo 'not by a request: ', $fpm->get('closed', $page, ['PHP_ADMIN_VALUE' => 'aesock.dumpable=1']);
unlink($page);
?>
--EXPECT--
usual: closed 65534
open: open 65534
closed: closed 65534
closed: closed 65534
not by a request: PHP message: aesock ignores a change of aesock.dumpable that came with a request
closed 65534
