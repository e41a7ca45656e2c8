--TEST--
Apache's workers take the file of a virtual host, but not one that their user can change, after reloads too
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-apache.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

$folder = sys_get_temp_dir() . '/aesock-rules-' . bin2hex(random_bytes(4));
mkdir($folder);
foreach (['good', 'writable'] as $name) {
    file_put_contents("$folder/$name", "allow 10.0.0.5\n");
}
chown("$folder/writable", 'www-data');
$apache = new Apache([
    'without.test' => [],
    'good.test' => ["php_admin_value aesock.rules $folder/good"],
    'writable.test' => ["php_admin_value aesock.rules $folder/writable"],
], port: 8086);
$page = '<?php echo @fsockopen("10.0.0.5", 7010, $errno, $error) ? "connected" : $error, "\n";';
for ($reloads = 0; $reloads < 2; $reloads++) {
    foreach (['without.test', 'good.test', 'writable.test', 'without.test'] as $host) {
        echo "$host: ", str_replace($folder, 'FOLDER', $apache->get($host, $page));
    }
    $reloads < 1 && $apache->reload();
}
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECTF--
without.test: Permission denied: 10.0.0.5 is a private address
good.test: connected
writable.test: Permission denied: aesock is misconfigured: aesock.rules: `FOLDER/writable` is refused: the user of this process (uid %d) can change `FOLDER/writable`, give that to root with `chown root` and `chmod go-w`
without.test: Permission denied: 10.0.0.5 is a private address
without.test: Permission denied: 10.0.0.5 is a private address
good.test: connected
writable.test: Permission denied: aesock is misconfigured: aesock.rules: `FOLDER/writable` is refused: the user of this process (uid %d) can change `FOLDER/writable`, give that to root with `chown root` and `chmod go-w`
without.test: Permission denied: 10.0.0.5 is a private address
