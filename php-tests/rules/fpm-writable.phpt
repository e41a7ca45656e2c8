--TEST--
php-fpm's workers refuse a file that their user can change, also by its directory, and deny everything
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

// Not in the lab's own directory, where the workers' user may not look.
$folder = sys_get_temp_dir() . '/aesock-rules-' . bin2hex(random_bytes(4));
mkdir($folder);
mkdir("$folder/writable");
mkdir("$folder/sticky");
file_put_contents("$folder/page.php", <<<'PHP'
    <?php
    echo @fsockopen('10.0.0.5', 7010, $errno, $error) ? 'connected' : "$errno $error", "\n";
    PHP);
$rules = function (string $name, int $mode, string $owner = 'root') use ($folder): string {
    $file = "$folder/$name";
    file_put_contents($file, "allow 10.0.0.5\n");
    chmod($file, $mode);
    chown($file, $owner);
    return $file;
};
$files = [
    'good' => $rules('good', 0644),
    'all' => $rules('all', 0666),
    'owner' => $rules('owner', 0444, 'www-data'),
    'folder' => $rules('writable/rules', 0644),
    'sticky' => $rules('sticky/rules', 0644),
    'unread' => $rules('unread', 0600),
    'link' => "$folder/writable/link",
];
symlink($files['good'], $files['link']);
chmod("$folder/writable", 0777);
chmod("$folder/sticky", 01777);
$pool = fn (string $file) => ['user = www-data', 'group = www-data', "php_admin_value[aesock.rules] = $file"];
$fpm = new Fpm(array_map($pool, $files), ['-d', "aesock.rules=$files[all]"], log: false);
foreach (array_keys($files) as $name) {
    echo "$name: ", preg_replace('/^PHP message: .*\n/m', '', str_replace($folder, 'FOLDER', $fpm->get($name, "$folder/page.php")));
}

// A version that comes later is refused as well.
chmod($files['good'], 0666);
file_put_contents($files['good'], "allow any\n");
for ($deadline = hrtime(true) + 10e9; hrtime(true) < $deadline; usleep(50000)) {
    $page = str_replace($folder, 'FOLDER', $fpm->get('good', "$folder/page.php"));
    if (str_contains($page, 'keeps')) {
        break;
    }
}
echo $page;

array_map(unlink(...), [...$files, "$folder/page.php"]);
array_map(rmdir(...), ["$folder/writable", "$folder/sticky", $folder]);
?>
--EXPECTF--
good: connected
all: 13 Permission denied: aesock is misconfigured: aesock.rules: `FOLDER/all` is refused: the user of this process (uid %d) can change `FOLDER/all`, give that to root with `chown root` and `chmod go-w`
owner: 13 Permission denied: aesock is misconfigured: aesock.rules: `FOLDER/owner` is refused: the user of this process (uid %d) can change `FOLDER/owner`, give that to root with `chown root` and `chmod go-w`
folder: 13 Permission denied: aesock is misconfigured: aesock.rules: `FOLDER/writable/rules` is refused: the user of this process (uid %d) can change `FOLDER/writable`, give that to root with `chown root` and `chmod go-w`
sticky: connected
unread: 13 Permission denied: aesock is misconfigured: aesock.rules: cannot read `FOLDER/unread`: Permission denied (os error 13) for uid %d, give it mode 644, and 755 to its folders
link: 13 Permission denied: aesock is misconfigured: aesock.rules: `FOLDER/writable/link` is refused: the user of this process (uid %d) can change `FOLDER/writable`, give that to root with `chown root` and `chmod go-w`
PHP message: aesock keeps the rules of before: aesock.rules: `FOLDER/good` is refused: the user of this process (uid %d) can change `FOLDER/good`, give that to root with `chown root` and `chmod go-w`
connected
