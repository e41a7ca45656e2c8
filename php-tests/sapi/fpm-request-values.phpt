--TEST--
Settings that come with a FastCGI request are ignored and logged, in that request and in later ones
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$page = scratch(<<<'PHP'
    <?php
    echo @fsockopen('10.0.0.5', (int) $_SERVER['PORT'], $errno, $error) ? 'connected' : $error, "\n";
    echo json_encode([aesock_status()['mode'], aesock_status()['application'], ini_get('aesock.allow'), ini_get('memory_limit')]), "\n";
    PHP, '.php');
$fpm = new Fpm(['shop' => ['php_admin_value[aesock.application] = shop', 'php_admin_value[aesock.log] = denied']]);
$requests = [
    [],
    ['PHP_ADMIN_VALUE' => "memory_limit=77M\naesock.allow=any"],
    ['PHP_ADMIN_VALUE' => 'aesock.mode=passthrough'],
    ['PHP_VALUE' => "aesock.mode=audit\naesock.application=other"],
    ['PHP_ADMIN_VALUE' => "aesock.development=1\naesock.deny=bad rule/"],
    ['GAE_APPLICATION' => 'other', 'APPLICATION_ID' => 'other'],
    [],
];
// A port for each, since what is equal within a second is one line.
foreach ($requests as $number => $parameters) {
    echo json_encode($parameters), "\n", $fpm->get('shop', $page, $parameters + ['PORT' => 80 + $number]), $fpm->logged('shop');
}
?>
--EXPECTF--
[]
Permission denied: 10.0.0.5 is a private address
["enforce","shop","","128M"]
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=shop via=fsockopen%S
{"PHP_ADMIN_VALUE":"memory_limit=77M\naesock.allow=any"}
Permission denied: 10.0.0.5 is a private address
["enforce","shop","","77M"]
aesock ignores a change of aesock.allow that came with a request
aesock deny tcp://10.0.0.5:81 reason=private rule=- app=shop via=fsockopen%S
{"PHP_ADMIN_VALUE":"aesock.mode=passthrough"}
Permission denied: 10.0.0.5 is a private address
["enforce","shop","","77M"]
aesock ignores a change of aesock.mode that came with a request
aesock deny tcp://10.0.0.5:82 reason=private rule=- app=shop via=fsockopen%S
{"PHP_VALUE":"aesock.mode=audit\naesock.application=other"}
Permission denied: 10.0.0.5 is a private address
["enforce","shop","","77M"]
aesock ignores a change of aesock.mode that came with a request
aesock ignores a change of aesock.application that came with a request
aesock deny tcp://10.0.0.5:83 reason=private rule=- app=shop via=fsockopen%S
{"PHP_ADMIN_VALUE":"aesock.development=1\naesock.deny=bad rule\/"}
Permission denied: 10.0.0.5 is a private address
["enforce","shop","","77M"]
aesock ignores a change of aesock.development that came with a request
aesock ignores a change of aesock.deny that came with a request
aesock deny tcp://10.0.0.5:84 reason=private rule=- app=shop via=fsockopen%S
{"GAE_APPLICATION":"other","APPLICATION_ID":"other"}
Permission denied: 10.0.0.5 is a private address
["enforce","shop","","77M"]
aesock deny tcp://10.0.0.5:85 reason=private rule=- app=shop via=fsockopen%S
[]
Permission denied: 10.0.0.5 is a private address
["enforce","shop","","77M"]
aesock deny tcp://10.0.0.5:86 reason=private rule=- app=shop via=fsockopen%S
