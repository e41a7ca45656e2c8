--TEST--
The command line starts without a word whatever is loaded, and says what it refuses; lines about a state go to a log only
--SKIPIF--
<?php $needed = ['ffi']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$run = fn (array $settings, string ...$rest) => output([...command($settings + ['aesock.log' => 'all'], ['AESOCK', 'ffi']), ...$rest]);
echo strtok($run([], '-v'), ' '), "\n";
echo $run([], '-r', 'echo "a script\n";');
echo preg_replace('/^\[.*?\] /', '', $run([], '-r', 'fsockopen("10.0.0.5", 80, $errno) || 1; echo "$errno\n";')) , "--\n";

$breaks = 'file_put_contents($argv[1], "permit\n");
    for ($tries = 0; $tries < 300 && !@filesize($argv[2] ?? ""); $tries++) { aesock_check("10.0.0.5"); @fsockopen("10.0.0.5", 80); usleep(10000); }';
$rules = scratch();
echo $run(['aesock.rules' => $rules, 'aesock.log' => ''], '-r', str_replace('300', '200', $breaks), $rules), "--\n";
file_put_contents($rules, '');
$log = scratch();
echo $run(['aesock.rules' => $rules, 'aesock.log' => '', 'error_log' => $log], '-r', $breaks, $rules, $log), "--\n";
echo preg_replace(['/^\[.*?\] /m', '/`\/\S*`/'], ['', 'FILE'], file_get_contents($log));
?>
--EXPECTF--
PHP
a script
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
%AWarning: fsockopen(): Unable to connect to 10.0.0.5:80 (Permission denied: 10.0.0.5 is a private address) in Command line code on line 1
13
--
--
--
aesock keeps the rules of before: aesock.rules: FILE line 1: `permit` is neither allow nor deny
