--TEST--
A mode is never yes or no
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$extension = 'extension=' . getenv('AESOCK_MODULE');
foreach (['', '0', 'off', 'none', '1', 'on'] as $value) {
    $ini = scratch("$extension\naesock.mode=$value\n");
    echo trim(output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-c', $ini, '-r', 'echo "PHP started\n";'])), "\n";
}
?>
--EXPECT--
Fatal error: aesock: aesock.mode: `` is not enforce, audit, disabled or passthrough (PHP reads off, no and none as empty) in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.mode: `0` is not enforce, audit, disabled or passthrough in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.mode: `` is not enforce, audit, disabled or passthrough (PHP reads off, no and none as empty) in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.mode: `` is not enforce, audit, disabled or passthrough (PHP reads off, no and none as empty) in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.mode: `1` is not enforce, audit, disabled or passthrough in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.mode: `1` is not enforce, audit, disabled or passthrough in Unknown on line 0
exit status 254
