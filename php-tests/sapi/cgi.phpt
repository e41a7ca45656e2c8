--TEST--
php-cgi refuses, logs to its standard error, and takes the application from its environment
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip.inc';
require __DIR__ . '/../include/lifecycle.inc';
if (!is_executable(program('bin/php-cgi'))) die('skip php-cgi is not installed');
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$page = scratch('<?php echo fgets(fsockopen("plain.test", 7010)); ' . TRY_PRIVATE, '.php');
$request = ['SCRIPT_FILENAME' => $page, 'REDIRECT_STATUS' => '200', 'REQUEST_METHOD' => 'GET', 'GAE_APPLICATION' => 's~shop'];
echo output([program('bin/php-cgi'), '-q', '-n', '-d', 'extension=' . getenv('AESOCK_MODULE'), '-d', 'expose_php=0'], $request);
?>
--EXPECTF--
Content-type: text/html; charset=UTF-8

line1
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=s~shop via=fsockopen%S
13 Permission denied: 10.0.0.5 is a private address
