--TEST--
In php-fpm no request moves aesock's own lines: they go where the pool said when its worker started
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$moved = scratch();
$page = scratch('<?php ini_set("error_log_mode", "0777"); @fsockopen($_GET["to"] ?? $_SERVER["TO"], 80); error_log("of the script");', '.php');
$fpm = new Fpm(['shop' => ['php_admin_value[log_errors] = 1']]);
$requests = [
    ['PHP_ADMIN_VALUE' => "error_log=$moved", 'TO' => '10.0.0.1'],
    ['PHP_ADMIN_VALUE' => 'error_log=syslog', 'TO' => '10.0.0.2'],
    ['PHP_VALUE' => "error_log=$moved", 'TO' => '10.0.0.3'],
    ['TO' => '10.0.0.4'],
];
foreach ($requests as $parameters) {
    $fpm->get('shop', $page, $parameters);
}
echo $fpm->logged('shop'), "-- moved:\n", preg_replace('/^\[.*?\] /m', '', file_get_contents($moved));
?>
--EXPECTF--
aesock deny tcp://10.0.0.1:80 reason=private rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.2:80 reason=private rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.3:80 reason=private rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.4:80 reason=private rule=- app=default via=fsockopen%S
-- moved:
of the script
of the script
of the script
