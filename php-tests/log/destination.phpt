--TEST--
Lines go to the log that php.ini names, and a script that sets error_log sends only its own elsewhere
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$log = scratch();
$other = scratch();
$code = <<<'PHP'
    @fsockopen('10.0.0.5', 80);
    ini_set('error_log', $argv[1]);
    @fsockopen('10.0.0.6', 80);
    error_log('from the script');
    @fsockopen('10.0.0.6', 80);
    PHP;
echo output([...command(['aesock.log' => 'denied', 'error_log' => $log]), '-r', $code, $other]);
foreach ([$log, $other] as $file) {
    echo preg_replace('/^\[.*?\] /m', '', file_get_contents($file)), "--\n";
}
?>
--EXPECTF--
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.6:80 reason=private rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.6:80 reason=private rule=- app=default via=fsockopen%S
--
from the script
--
