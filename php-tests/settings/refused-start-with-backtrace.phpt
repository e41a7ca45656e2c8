--TEST--
A start that is refused has its sentence first where PHP 8.5 prints behind it from where an error came
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (PHP_VERSION_ID < 80500) {
    die('skip PHP 8.5 brought fatal_error_backtraces');
}
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

foreach (['0', '1'] as $wanted) {
    $said = output([...command(['fatal_error_backtraces' => $wanted, 'aesock.mode' => 'passthru', 'error_log' => '', 'html_errors' => 0]), '-r', 'echo "runs\n";']);
    preg_match_all('/^.*aesock: .*$/m', $said, $found);
    echo "fatal_error_backtraces=$wanted: ", implode("\n", array_unique($found[0])), str_contains($said, 'runs') ? ' runs' : '', "\n";
}
?>
--EXPECT--
fatal_error_backtraces=0: Fatal error: aesock: aesock.mode: `passthru` is not enforce, audit, disabled or passthrough in Unknown on line 0
fatal_error_backtraces=1: Fatal error: aesock: aesock.mode: `passthru` is not enforce, audit, disabled or passthrough in Unknown on line 0
