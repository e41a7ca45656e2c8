--TEST--
Functions that start programs are named as not covered unless disable_functions has them
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip.inc';
$reason = 'covers everything'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

const CODE = 'echo implode(" ", aesock_status()["not_covered"]), "\n";';
$programs = ['exec', 'mail', 'mb_send_mail', 'passthru', 'pcntl_exec', 'popen', 'proc_open', 'shell_exec', 'system'];
$present = array_map(fn ($name) => "$name()", array_filter($programs, 'function_exists'));
var_dump(php(CODE) === 'error_log() ' . implode(' ', $present) . "\n");
echo php(CODE, ['disable_functions' => implode(',', array_diff($programs, ['popen']))]);
$none = ['disable_functions' => 'error_log,' . implode(',', $programs)];
echo php(CODE, $none);
var_dump(str_contains(output([...command($none), '--ri', 'aesock']), 'Not covered'));
?>
--EXPECT--
bool(true)
error_log() popen()

bool(false)
