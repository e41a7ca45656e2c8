--TEST--
In php-fpm all pools count in the file of php.ini, which root keeps from their user; a pool with another one is refused everything
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
if (file_get_contents('/proc/self/setgroups') === "deny\n") {
    die('skip the workers are another user, whom this namespace does not have');
}
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';
require __DIR__ . '/../include/usage.inc';

$folder = scratch_directory();
$file = "$folder/usage";
$page = "$folder/page.php";
file_put_contents($page, <<<'PHP'
    <?php
    @fsockopen('10.0.0.5', 80, $errno, $error);
    echo json_encode(aesock_usage()['denials']), ' ', str_replace(__DIR__, '', $error), "\n";
    PHP);
file_put_contents("$folder/write.php", <<<'PHP'
    <?php
    $file = __DIR__ . '/usage';
    $descriptors = array_filter(glob('/proc/self/fd/*'), fn ($descriptor) => @readlink($descriptor) === $file);
    echo json_encode([@fopen($file, 'r+'), @fopen($file, 'r'), @unlink($file), @rename($file, "$file.old"), $descriptors]), "\n";
    PHP);
file_put_contents("$folder/blog.php", '<?php echo json_encode(@aesock_usage("blog")), "\n";');
file_put_contents("$folder/all.php", '<?php echo json_encode(array_map(fn ($name) => aesock_usage($name)["denials"], ["shop", "blog"])), "\n";');
$pool = fn (string ...$lines) => ['user = www-data', 'group = www-data', ...$lines];
$pools = [
    'shop' => $pool('php_admin_value[aesock.application] = shop'),
    'blog' => $pool('php_admin_value[aesock.application] = blog'),
    'same' => $pool('php_admin_value[aesock.application] = shop', "php_admin_value[aesock.usage_file] = $file"),
    'all' => $pool('php_admin_value[aesock.application] = all', 'php_admin_value[aesock.usage_all] = 1'),
    'other' => $pool("php_admin_value[aesock.usage_file] = $folder/other"),
    'none' => $pool('php_admin_value[aesock.usage_file] = none'),
];
$start = fn () => new Fpm($pools, ['-d', "aesock.usage_file=$file", '-d', 'aesock.log='], log: false);
$fpm = $start();
foreach (['shop', 'blog', 'same', 'shop', 'other', 'none'] as $name) {
    echo "$name: ", $fpm->get($name, $page);
}
echo 'all: ', $fpm->get('all', "$folder/all.php");
echo 'shop of blog: ', $fpm->get('shop', "$folder/blog.php");
printf("mode %o of user %d\n", fileperms($file) & 07777, fileowner($file));
echo 'changes of the file by www-data: ', $fpm->get('shop', "$folder/write.php");

$fpm->reload();
echo 'after a reload: ', $fpm->get('shop', $page);
unset($fpm);
$fpm = $start();
echo 'after a restart: ', $fpm->get('shop', $page);
?>
--EXPECTF--
shop: {"private":1} Permission denied: 10.0.0.5 is a private address
blog: {"private":1} Permission denied: 10.0.0.5 is a private address
same: {"private":2} Permission denied: 10.0.0.5 is a private address
shop: {"private":3} Permission denied: 10.0.0.5 is a private address
other: PHP message: aesock refuses everything of `other`: aesock.usage_file: only php.ini can set it, since all workers share the file; PHP message: aesock deny tcp://10.0.0.5:80 reason=misconfigured rule=- app=other via=fsockopen%S
{"misconfigured":1} Permission denied: aesock is misconfigured: aesock.usage_file: only php.ini can set it, since all workers share the file
none: PHP message: aesock refuses everything of `none`: aesock.usage_file: only php.ini can set it, since all workers share the file; PHP message: aesock deny tcp://10.0.0.5:80 reason=misconfigured rule=- app=none via=fsockopen%S
{"misconfigured":2} Permission denied: aesock is misconfigured: aesock.usage_file: only php.ini can set it, since all workers share the file
all: [{"private":3},{"private":1}]
shop of blog: []
mode 600 of user 0
changes of the file by www-data: [false,false,false,false,[]]
after a reload: {"private":4} Permission denied: 10.0.0.5 is a private address
after a restart: {"private":5} Permission denied: 10.0.0.5 is a private address
