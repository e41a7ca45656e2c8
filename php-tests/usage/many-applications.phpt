--TEST--
511 applications have counters of their own; further ones share those of `(others)`, and the log says so
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/usage.inc';

$file = scratch_directory() . '/usage';
php('', ['aesock.usage_file' => $file, 'aesock.application' => 'application 0']);
$handle = fopen($file, 'r+');
for ($slot = 1; $slot < 510; $slot++) {
    fseek($handle, HEADER + $slot * SLOT);
    fwrite($handle, pack('P', strlen("application $slot")) . "application $slot");
}
fclose($handle);
const PAGE = <<<'PHP'
    @fsockopen('10.0.0.5', 80);
    foreach (['application 0', aesock_status()['application'], '(others)'] as $name) {
        echo "$name: ", aesock_usage($name)['denials']['private'] ?? 0, "\n";
    }
    echo preg_match_all('/^aesock_creates_total/m', aesock_metrics()), " applications\n";
    PHP;
foreach (['application 0', 'the last', 'one more', 'and another', '(others)', 'the last'] as $application) {
    $settings = ['aesock.usage_file' => $file, 'aesock.usage_all' => 1, 'aesock.application' => $application];
    $log = scratch();
    $said = php(PAGE, $settings + ['aesock.log' => 'denied', 'error_log' => $log]);
    echo preg_replace(['/^\[.*?\] /m', '/^aesock deny.*\n/m'], '', file_get_contents($log)), $said;
}
?>
--EXPECT--
application 0: 1
application 0: 1
(others): 0
510 applications
application 0: 1
the last: 1
(others): 0
511 applications
aesock counts `one more` as (others): 511 applications have counters of their own
application 0: 1
one more: 1
(others): 1
512 applications
aesock counts `and another` as (others): 511 applications have counters of their own
application 0: 1
and another: 2
(others): 2
512 applications
aesock counts `(others)` as (others): 511 applications have counters of their own
application 0: 1
(others): 3
(others): 3
512 applications
application 0: 1
the last: 2
(others): 3
512 applications
