--TEST--
Extensions that are not covered stand in one line of the log when PHP starts, unless nothing is logged
--SKIPIF--
<?php $needed = ['ffi', 'calendar']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/extension.inc';

$mystery = unknown_extension('Mystery', 'mystery') . '/mystery.so';
$log = scratch();
foreach ([
    ['aesock.log' => 'denied'],
    ['aesock.log' => 'all', 'aesock.mode' => 'audit'],
    ['aesock.log' => 'all', 'aesock.mode' => 'passthrough'],
    ['aesock.log' => ''],
] as $settings) {
    foreach ([['AESOCK', 'calendar'], ['AESOCK', 'ffi', $mystery]] as $loaded) {
        file_put_contents($log, '');
        echo output([...command($settings + ['error_log' => $log], $loaded), '-r', 'echo "went on\n";']);
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
