--TEST--
Repeats that the parent counted before a fork are told once
--EXTENSIONS--
pcntl
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.log=denied
--FILE--
<?php
for ($i = 0; $i < 3; $i++) {
    @fsockopen('10.0.0.5', 80);
}
$child = pcntl_fork();
if ($child === 0) {
    exit;
}
pcntl_waitpid($child, $status);
?>
--EXPECTF--
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S repeated=2
