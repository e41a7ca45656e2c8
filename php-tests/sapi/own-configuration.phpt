--TEST--
Servers of the tests read no folder of settings of this machine, whatever extensions and settings it has there
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip-apache.inc';
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';
require __DIR__ . '/../include/lifecycle-fpm.inc';

// As Xdebug has it: values are printed as HTML, with file and line.
$machine = getenv('LAB_DIR') . '/' . bin2hex(random_bytes(8));
mkdir($machine, 0755);
file_put_contents("$machine/20-machine.ini", "html_errors=1\nprecision=3\nauto_prepend_file=/nonexistent\n");
putenv("PHP_INI_SCAN_DIR=$machine");
register_shutdown_function('exec', 'rm -rf ' . escapeshellarg($machine));

$script = '<?php echo json_encode([(string) php_ini_scanned_files(), ini_get("precision"), ini_get("auto_prepend_file")]), "\n";';
$apache = new Apache(['own.test' => []], port: 8078);
echo 'Apache: ', $apache->get('own.test', $script);
$fpm = new Fpm(['www' => []]);
$page = scratch($script, '.php');
echo 'php-fpm: ', $fpm->get('www', $page);
echo 'php: ', output([...command(), $page]);
echo 'this test: ', ini_get('precision'), "\n";
?>
--EXPECT--
Apache: ["","14",""]
php-fpm: ["","14",""]
php: ["","14",""]
this test: 14
