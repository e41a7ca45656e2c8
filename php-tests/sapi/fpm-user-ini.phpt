--TEST--
A .user.ini beside the script changes neither a setting nor where aesock's lines go
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$root = getenv('LAB_DIR') . '/user-ini';
mkdir($root);
file_put_contents("$root/page.php", '<?php error_log("from the script"); echo @fsockopen("10.0.0.5", 80) ? "connected\n" : "refused\n";');
file_put_contents("$root/.user.ini", "aesock.mode=passthrough\naesock.log=\nerror_log=$root/of-script\n");
$fpm = new Fpm(['www' => []], ['-d', "error_log=$root/of-server"], log: false);
echo $fpm->get('www', "$root/page.php", ['DOCUMENT_ROOT' => $root]);
foreach (['of-server', 'of-script'] as $log) {
    echo "$log:\n", preg_replace(['/^\[.*?\] /m', '/^aesock and native code.*\n/m'], '', @file_get_contents("$root/$log"));
}
?>
--EXPECTF--
refused
of-server:
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
of-script:
from the script
