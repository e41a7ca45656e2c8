--TEST--
PHP stops for a bad value in php.ini too, whatever is asked of it and wherever errors go
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$module = getenv('AESOCK_MODULE');
$ini = scratch("extension=$module\naesock.mode=enforced\n");
foreach ([['-v'], ['-m'], ['--ri', 'aesock'], ['-r', 'echo "PHP started\n";']] as $asked) {
    $command = [getenv('TEST_PHP_EXECUTABLE'), '-n', '-c', $ini, ...$asked];
    echo trim(output($command)), "\n";
}
echo trim(output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-c', scratch("extension=$module\nAesock.deny=10.0.0.5\n"), '-m'])), "\n";
echo trim(output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-c', scratch("extension=$module\n[PATH=/srv/shop]\naesock.denny=10.0.0.5\n"), '-m'])), "\n";
$log = scratch();
$quiet = ['-d', 'display_errors=0', '-d', 'display_startup_errors=0', '-d', 'log_errors=1', '-d', "error_log=$log"];
echo output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-c', $ini, ...$quiet, '-r', 'echo "PHP started\n";']);
echo substr(strstr(file_get_contents($log), ']'), 2);
?>
--EXPECT--
Fatal error: aesock: aesock.mode: `enforced` is not enforce, audit, disabled or passthrough in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.mode: `enforced` is not enforce, audit, disabled or passthrough in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.mode: `enforced` is not enforce, audit, disabled or passthrough in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.mode: `enforced` is not enforce, audit, disabled or passthrough in Unknown on line 0
exit status 254
Fatal error: aesock: Aesock.deny is no setting of aesock, did you mean aesock.deny? in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.denny is no setting of aesock, did you mean aesock.deny? in Unknown on line 0
exit status 254
exit status 254
PHP Fatal error:  aesock: aesock.mode: `enforced` is not enforce, audit, disabled or passthrough in Unknown on line 0
