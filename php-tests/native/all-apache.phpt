--TEST--
aesock.native=all is refused in mod_php, where the server's own connections would be decided on too: in php.ini Apache does not start, in a virtual host the request fails
--SKIPIF--
<?php
require __DIR__ . '/../include/filter.skip.inc';
require __DIR__ . '/../include/lifecycle-skip-apache.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

$apache = new Apache(['all.test' => ['php_admin_value aesock.native all'], 'libraries.test' => []], port: 8095);
foreach (['all.test', 'libraries.test'] as $host) {
    echo "-- $host\n", $apache->get($host, '<?php echo exec("grep Seccomp: /proc/self/status"), "\n";'), "\n";
}
unset($apache);
$folder = sys_get_temp_dir() . '/aesock-apache-all-' . bin2hex(random_bytes(4));
mkdir($folder);
file_put_contents("$folder/php.ini", 'extension=' . getenv('AESOCK_MODULE') . "\naesock.native=all\nlog_errors=0\ndisplay_startup_errors=1\nhtml_errors=0\nfatal_error_backtraces=0\n");
file_put_contents("$folder/conf", implode("\n", [
    'ServerName apache.test', 'Listen 127.0.0.1:8096', "PidFile $folder/pid", "ErrorLog $folder/error.log", "PHPIniDir $folder",
    'LoadModule mpm_prefork_module ' . apache_modules() . '/mod_mpm_prefork.so',
    'LoadModule authz_core_module ' . apache_modules() . '/mod_authz_core.so', 'LoadModule php_module ' . apache_php(), '',
]));
echo "-- php.ini\n", output([apache_prefix() . '/sbin/apache2', '-D', 'FOREGROUND', '-f', "$folder/conf"], ['PHP_INI_SCAN_DIR' => "$folder/none"]);
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
-- all.test
<br />
<b>Fatal error</b>:  aesock: aesock.native: all would hold the connections of the server too, whose process PHP shares (apache2handler); use php-fpm, or set aesock.native=libraries in <b>Unknown</b> on line <b>0</b><br />

-- libraries.test
Seccomp:	0

-- php.ini

Fatal error: aesock: aesock.native: all would hold the connections of the server too, whose process PHP shares (apache2handler); use php-fpm, or set aesock.native=libraries in Unknown on line 0
exit status 254
