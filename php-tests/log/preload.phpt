--TEST--
What a preloaded script tries is logged where php.ini says
--SKIPIF--
<?php
$needed = ['opcache'];
require __DIR__ . '/../include/lifecycle-skip.inc';
if (trim(file_get_contents('/proc/self/setgroups')) === 'deny') die('skip opcache sets groups to preload, an ordinary user may not');
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$log = scratch();
$preload = scratch('<?php @fsockopen("10.0.0.5", 80);', '.php');
$settings = ['opcache.enable_cli' => 1, 'opcache.preload' => $preload, 'opcache.preload_user' => 'root'];
$settings += ['aesock.log' => 'denied', 'error_log' => $log];
echo output([...command($settings, ['AESOCK', 'opcache']), '-r', '@fsockopen("10.0.0.6", 80); echo "end\n";']);
echo preg_replace('/^\[.*?\] /m', '', file_get_contents($log));
?>
--EXPECTF--
end
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.6:80 reason=private rule=- app=default via=fsockopen%S
