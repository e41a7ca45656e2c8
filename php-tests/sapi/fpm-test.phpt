--TEST--
php-fpm -t fails for a pool whose settings mean nothing or whose rules file its workers could not read, and says pool, file, line and item; good pools pass
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
if (fileowner('/proc/self') !== 0) die('skip workers become other users as root only');
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$folder = sys_get_temp_dir() . '/' . bin2hex(random_bytes(8));
register_shutdown_function('exec', 'rm -rf ' . escapeshellarg($folder));
mkdir("$folder/pool.d", 0755, true);
mkdir("$folder/jail", 0755);
file_put_contents("$folder/rules", "allow 10.0.0.5\n");
file_put_contents("$folder/broken", "allow 10.0.0.5\nallow 10.0.0.5:0\n");
file_put_contents("$folder/roots", "allow 10.0.0.5\n");
chmod("$folder/roots", 0600);
file_put_contents("$folder/theirs", "allow 10.0.0.5\n");
chown("$folder/theirs", 'nobody');
file_put_contents("$folder/jail/rules", "deny *\n");
$main = "$folder/php-fpm.conf";
file_put_contents($main, "[global]\nerror_log = $folder/error.log\ninclude = $folder/pool.d/*.conf\n");
// A good one beside, before and behind.
$pool = fn (string $name, string $lines) => "[$name]\nuser = www-data\ngroup = www-data\nlisten = $folder/$name.sock\npm = static\npm.max_children = 1\n$lines\n";
foreach (['a', 'z'] as $name) {
    file_put_contents("$folder/pool.d/$name.conf", $pool($name, "php_admin_value[aesock.rules] = $folder/rules"));
}
$test = function (string $what, string $lines, array $arguments = ['-t'], ?string $path = null) use ($folder, $main, $pool): void {
    file_put_contents("$folder/pool.d/shop.conf", $pool('shop', $lines));
    $command = [fpm_program(), '-n', '-d', 'extension=' . getenv('AESOCK_MODULE'), '-d', 'display_errors=0', ...$arguments, '-y', $main, '-R'];
    echo "$what: ", preg_replace('/^\[.*?\] /m', '', str_replace($folder, '/DIR', trim(output($command)))), "\n";
};
$test('good', 'php_admin_value[aesock.allow] = "tcp://10.0.0.5:5432, private"');
$test('a rule', "php_admin_value[aesock.log] = all\nphp_admin_value[aesock.allow] = 10.0.0.0/33");
$test('by a letter among others', 'php_admin_value[aesock.allow] = 10.0.0.0/33', ['-nt']);
$test('by a word', 'php_admin_value[aesock.allow] = 10.0.0.0/33', ['--test']);
$test('a broken file', "php_admin_value[aesock.rules] = $folder/broken");
$test('a missing file', "php_admin_value[aesock.rules] = $folder/\$pool");
$test("root's file", "php_admin_value[aesock.rules] = $folder/roots");
$test('a file in a jail', "chroot = $folder/jail\nphp_admin_value[aesock.rules] = /rules");
$test('no file in a jail', "chroot = $folder/jail\nphp_admin_value[aesock.rules] = $folder/rules");
$test('a name that is none', 'php_admin_value[aesock.alow] = 10.0.0.5');
$test('a flag', 'php_admin_flag[aesock.mode] = on');
$test('the first one counts', "php_admin_value[aesock.mode] = audit\nphp_admin_value[aesock.mode] = passthru");
$test("the administrator's counts", "php_value[aesock.mode] = passthru\nphp_admin_value[aesock.mode] = audit");
$test('a variable', "php_admin_value[aesock.mode] = \${AESOCK_TEST_MODE}");
$test('a file for the log', "php_admin_value[aesock.log_file] = $folder/own.log");
$test('where PHP writes errors to a file', 'php_admin_value[aesock.allow] = 10.0.0.0/33', ['-d', "error_log=$folder/php.log", '-t']);
$test("php.ini where PHP writes errors to a file", '', ['-d', "error_log=$folder/php.log", '-d', 'aesock.denny=1', '-t']);
$test("php-fpm's own matter", 'nonsense = 1');
$test("php.ini's file in a pool without a setting", '', ['-d', "aesock.rules=$folder/roots", '-t']);
$test("php.ini's file in a pool without a setting, which owns it", "user = nobody", ['-d', "aesock.rules=$folder/theirs", '-t']);
$test("php.ini's file in a pool with another setting", 'php_admin_value[aesock.log] = all', ['-d', "aesock.rules=$folder/roots", '-t']);
$test("php.ini's good file", '', ['-d', "aesock.rules=$folder/rules", '-t']);
$test('where PHP writes no errors', 'php_admin_value[aesock.allow] = 10.0.0.0/33', ['-d', 'log_errors=0', '-t']);
$test('where PHP writes HTML', 'php_admin_value[aesock.allow] = 10.0.0.0/33', ['-d', 'display_errors=1', '-d', 'html_errors=1', '-t']);
file_put_contents("$folder/pool.d/b.conf", $pool('blog', 'php_admin_value[aesock.mode] = enforced'));
$test('two broken pools', 'php_admin_value[aesock.allow] = linklocal');
unlink("$folder/pool.d/b.conf");

// Without -y the file is the prefix's, and what it includes stands there, too.
mkdir("$folder/prefix/etc/pool.d", 0755, true);
file_put_contents("$folder/prefix/etc/php-fpm.conf", "[global]\nerror_log = $folder/error.log\ninclude=etc/pool.d/*.conf\n");
file_put_contents("$folder/prefix/etc/pool.d/shop.conf", $pool('shop', 'php_admin_value[aesock.allow] = 10.0.0.0/33'));
$command = [fpm_program(), '-n', '-d', 'extension=' . getenv('AESOCK_MODULE'), '-d', 'display_errors=0', '-R', '-t', '-p', "$folder/prefix"];
echo 'a prefix: ', str_replace($folder, '/DIR', trim(output($command))), "\n";

echo "without -t it starts, and the pool alone is refused everything\n";
$fpm = new Fpm(['good' => [], 'twice' => ['php_admin_value[aesock.mode] = audit', 'php_admin_value[aesock.mode] = passthrough'], 'shop' => ['php_admin_value[aesock.allow] = 10.0.0.0/33']]);
$page = scratch('<?php echo aesock_status()["error"] ?? aesock_status()["mode"], "\n";', '.php');
echo $fpm->get('good', $page), $fpm->get('twice', $page), $fpm->get('shop', $page);
?>
--EXPECTF--
good: NOTICE: configuration file /DIR/php-fpm.conf test is successful
a rule: aesock: pool `shop` (/DIR/pool.d/shop.conf:8): aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
exit status 255
by a letter among others: aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
exit status 255
by a word: aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
exit status 255
a broken file: aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.rules: `/DIR/broken` line 2: rule `10.0.0.5:0`: the port is not one from 1 to 65535 or a range of them
exit status 255
a missing file: aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.rules: cannot read `/DIR/shop`: No such file or directory (os error 2)
exit status 255
root's file: aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.rules: cannot read `/DIR/roots`: Permission denied (os error 13) for uid %d, give it mode 644, and 755 to its folders
exit status 255
a file in a jail: NOTICE: configuration file /DIR/php-fpm.conf test is successful
no file in a jail: aesock: pool `shop` (/DIR/pool.d/shop.conf:8): aesock.rules: cannot read `/DIR/rules`: No such file or directory (os error 2)
exit status 255
a name that is none: aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.alow is no setting of aesock, did you mean aesock.allow?
exit status 255
a flag: aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.mode: `1` is not enforce, audit, disabled or passthrough
exit status 255
the first one counts: NOTICE: configuration file /DIR/php-fpm.conf test is successful
the administrator's counts: NOTICE: configuration file /DIR/php-fpm.conf test is successful
a variable: aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.mode: `` is not enforce, audit, disabled or passthrough (PHP reads off, no and none as empty)
exit status 255
a file for the log: aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.log_file: only php.ini can set it, since it is opened before workers start
exit status 255
where PHP writes errors to a file: aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
exit status 255
php.ini where PHP writes errors to a file: aesock: aesock.denny is no setting of aesock, did you mean aesock.deny?
exit status 254
php-fpm's own matter: ERROR: [/DIR/pool.d/shop.conf:7] unknown entry 'nonsense'
ERROR: Unable to include /DIR/pool.d/shop.conf from /DIR/php-fpm.conf at line %d
ERROR: failed to load configuration file '/DIR/php-fpm.conf'
ERROR: FPM initialization failed
exit status 78
php.ini's file in a pool without a setting: aesock: pool `shop` (/DIR/pool.d/shop.conf:1): aesock.rules: cannot read `/DIR/roots`: Permission denied (os error 13) for uid %d, give it mode 644, and 755 to its folders
exit status 255
php.ini's file in a pool without a setting, which owns it: aesock: pool `shop` (/DIR/pool.d/shop.conf:1): aesock.rules: `/DIR/theirs` is refused: the user of this process (uid %d) can change `/DIR/theirs`, give that to root with `chown root` and `chmod go-w`
exit status 255
php.ini's file in a pool with another setting: aesock: pool `shop` (/DIR/pool.d/shop.conf:1): aesock.rules: cannot read `/DIR/roots`: Permission denied (os error 13) for uid %d, give it mode 644, and 755 to its folders
exit status 255
php.ini's good file: NOTICE: configuration file /DIR/php-fpm.conf test is successful
where PHP writes no errors: aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
exit status 255
where PHP writes HTML: aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
<br />
<b>Fatal error</b>:  aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32 in <b>Unknown</b> on line <b>0</b><br />
exit status 255
two broken pools: aesock: pool `blog` (/DIR/pool.d/b.conf:7): aesock.mode: `enforced` is not enforce, audit, disabled or passthrough
aesock: pool `shop` (/DIR/pool.d/shop.conf:7): aesock.allow: rule `linklocal`: is the class `link-local` meant? A host of that name is written with a port or as `linklocal.`
exit status 255
a prefix: aesock: pool `shop` (/DIR/prefix/etc/pool.d/shop.conf:7): aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
exit status 255
without -t it starts, and the pool alone is refused everything
enforce
audit
aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
