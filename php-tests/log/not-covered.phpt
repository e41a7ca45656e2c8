--TEST--
Extensions that are not covered stand in one line of the log when a server starts, unless nothing is logged
--SKIPIF--
<?php
$needed = ['ffi', 'calendar'];
require __DIR__ . '/../include/lifecycle-skip.inc';
require __DIR__ . '/../include/lifecycle.inc';
if (!is_executable(program('bin/php-cgi'))) die('skip php-cgi is not installed');
$reason = 'covers everything'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/extension.inc';

$mystery = unknown_extension('Mystery', 'mystery') . '/mystery.so';
$log = scratch();
$page = scratch('<?php echo "went on\n";', '.php');
$request = ['SCRIPT_FILENAME' => $page, 'REDIRECT_STATUS' => '200', 'REQUEST_METHOD' => 'GET'];
foreach ([
    ['aesock.log' => 'denied'],
    ['aesock.log' => 'all', 'aesock.mode' => 'audit'],
    ['aesock.log' => 'all', 'aesock.mode' => 'passthrough'],
    ['aesock.log' => ''],
] as $settings) {
    foreach ([['AESOCK', 'calendar'], ['AESOCK', 'ffi', $mystery]] as $loaded) {
        file_put_contents($log, '');
        $command = command($settings + ['error_log' => $log, 'expose_php' => 0], $loaded, ['-q', '-n']);
        $said = output([program('bin/php-cgi'), ...array_slice($command, 1)], $request);
        echo substr($said, strpos($said, "\r\n\r\n") + 4);
        echo preg_replace('/^\[.*?\] /m', '', file_get_contents($log));
    }
}
?>
--EXPECT--
went on
went on
aesock does not cover: ffi mystery
went on
went on
aesock does not cover: ffi mystery
went on
went on
went on
went on
