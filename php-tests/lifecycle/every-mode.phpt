--TEST--
Every transport and function is hooked in every mode
--SKIPIF--
<?php $needed = ['sockets']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

const CODE = <<<'PHP'
    $hooks = aesock_status()['hooks'];
    $present = array_filter($hooks, fn ($name) => !str_ends_with($name, '()') || function_exists(substr($name, 0, -2)), ARRAY_FILTER_USE_KEY);
    $transports = array_map(fn ($name) => "$name://", stream_get_transports());
    echo aesock_status()['mode'], ' ', implode(' ', array_unique($present)), ' ', count($transports), ' ';
    echo json_encode(array_values(array_diff($transports, array_keys($hooks)))), "\n";
    PHP;
foreach (['enforce', 'audit', 'disabled', 'passthrough'] as $mode) {
    echo output([...command(['aesock.mode' => $mode], ['sockets', 'AESOCK']), '-r', CODE]);
}
?>
--EXPECT--
enforce enforced 10 []
audit enforced 10 []
disabled enforced 10 []
passthrough enforced 10 []
