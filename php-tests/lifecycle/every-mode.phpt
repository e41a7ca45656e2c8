--TEST--
Every transport and function is hooked in every mode
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

const CODE = <<<'PHP'
    $hooks = aesock_status()['hooks'];
    $transports = array_map(fn ($name) => "$name://", stream_get_transports());
    echo aesock_status()['mode'], ' ', implode(' ', array_unique($hooks)), ' ', count($transports), ' ';
    echo json_encode(array_values(array_diff($transports, array_keys($hooks)))), "\n";
    PHP;
foreach (['enforce', 'audit', 'disabled', 'passthrough'] as $mode) {
    echo php(CODE, ['aesock.mode' => $mode]);
}
?>
--EXPECT--
enforce enforced 10 []
audit enforced 10 []
disabled enforced 10 []
passthrough enforced 10 []
