--TEST--
aesock.log_file takes the lines alone, whole and with their time, also from workers of another user; it is followed when it is rotated, and JSON has the same fields
--EXTENSIONS--
posix
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
if (fileowner('/proc/self') !== 0) die('skip needs root');
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';
require __DIR__ . '/../include/lab.inc';

$folder = getenv('LAB_DIR') . '/' . bin2hex(random_bytes(8));
mkdir($folder, 0755);
$log = "$folder/aesock.log";
$page = scratch('<?php @fsockopen("private.test", 80); @fsockopen("10.0.0.6", 80) || @fsockopen("10.0.0.7", 80); echo posix_geteuid() ?? "", "\n";', '.php');
chmod($page, 0644);
$lines = function () use (&$log, $page): void {
    clearstatcache();
    printf("%s %o\n", posix_getpwuid(fileowner($log))['name'], fileperms($log) & 0777);
    echo preg_replace(['/^\[\d\d-\w{3}-\d{4} \d\d:\d\d:\d\d UTC\]/m', '/"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/'], ['[TIME]', '"time":"TIME"'], str_replace([$page, basename($page)], ['PAGE', 'page.php'], preg_replace('/^.*aesock and native code.*\n/m', '', file_get_contents($log)))), "\n";
};
umask(022);
foreach (['text', 'json'] as $format) {
    $log = "$folder/$format.log";
    $fpm = new Fpm(['www' => ['user = nobody', 'listen.mode = 0666', 'php_admin_value[aesock.application] = shop']], ['-d', 'extension=posix', '-d', "aesock.log_file=$log", '-d', "aesock.log_format=$format"], log: false);
    echo $fpm->get('www', $page) === posix_getpwnam('nobody')['uid'] . "\n" ? "" : "another user\n";
    $lines();
    // As logrotate does it, with `create` for the workers' user; it is looked at once a second.
    rename($log, "$log.1");
    touch($log);
    chmod($log, 0640);
    chown($log, 'nobody');
    echo await(function () use ($fpm, $page, $log) { $fpm->get('www', $page); clearstatcache(); return filesize($log) > 0; }, true) ? "followed\n" : "not followed\n";
    unset($fpm);
}
array_map('unlink', glob("$folder/*"));

echo "-- what is no such file\n";
$try = fn (string $file) => print str_replace($folder, 'DIR', trim(output([program('bin/php-cgi'), '-q', '-n', '-d', 'extension=' . getenv('AESOCK_MODULE'), '-d', 'html_errors=0', '-d', "aesock.log_file=$file", '-r', '1']))) . "\n";
$try('relative.log');
$try('/dev/null');
$try("$folder/missing/log");
symlink('/etc/passwd', "$folder/link");
$try("$folder/link");
echo "-- the command line\n";
echo str_replace($folder, 'DIR', trim(php('echo "started";', ['aesock.log' => 'denied', 'aesock.log_file' => "$folder/missing/log", 'html_errors' => 0]))), "\n";
touch("$folder/others.log");
chown("$folder/others.log", 65534);
echo php('@fsockopen("10.0.0.5", 80);', ['aesock.log' => 'denied', 'aesock.log_file' => "$folder/others.log"]);
echo php('@fsockopen("10.0.0.5", 80);', ['aesock.log' => 'denied', 'aesock.log_file' => "$folder/cli.log"]), file_get_contents("$folder/cli.log") === '' ? 'nothing' : "written\n";
array_map('unlink', glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
root 640
[TIME] aesock deny tcp://private.test:80 reason=private rule=- app=shop via=fsockopen name=private.test address=10.0.0.5 at=PAGE:1 page=GET:/page.php
[TIME] aesock deny tcp://10.0.0.6:80 reason=private rule=- app=shop via=fsockopen at=PAGE:1 page=GET:/page.php
[TIME] aesock deny tcp://10.0.0.7:80 reason=private rule=- app=shop via=fsockopen at=PAGE:1 page=GET:/page.php

followed
root 640
{"time":"TIME","verdict":"deny","target":"tcp://private.test:80","reason":"private","rule":"-","app":"shop","via":"fsockopen","name":"private.test","address":"10.0.0.5","at":"PAGE:1","page":"GET:/page.php"}
{"time":"TIME","verdict":"deny","target":"tcp://10.0.0.6:80","reason":"private","rule":"-","app":"shop","via":"fsockopen","at":"PAGE:1","page":"GET:/page.php"}
{"time":"TIME","verdict":"deny","target":"tcp://10.0.0.7:80","reason":"private","rule":"-","app":"shop","via":"fsockopen","at":"PAGE:1","page":"GET:/page.php"}

followed
-- what is no such file
Fatal error: aesock: aesock.log_file: `relative.log` is not an absolute path in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.log_file: `/dev/null` is not a regular file in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.log_file: `DIR/missing/log` cannot be opened: No such file or directory (os error 2) in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.log_file: `DIR/link` is a symbolic link: name the file itself; for the standard error leave aesock.log_file empty in Unknown on line 0
exit status 254
-- the command line
Fatal error: aesock: aesock.log_file: `DIR/missing/log` cannot be opened: No such file or directory (os error 2) in Unknown on line 0
exit status 254
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen at=Command\x20line\x20code:1
written
