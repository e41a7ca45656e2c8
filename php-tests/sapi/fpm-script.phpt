--TEST--
A script in php-fpm changes nothing for the next one
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$changes = scratch(<<<'PHP'
    <?php
    var_dump(ini_set('aesock.mode', 'passthrough'), putenv('GAE_APPLICATION=other'));
    ini_set('error_log', '/dev/null');
    @fsockopen('10.0.0.5', 80);
    PHP, '.php');
$page = scratch('<?php @fsockopen("10.0.0.6", 80); echo aesock_status()["application"], "\n";', '.php');
$fpm = new Fpm(['www' => []], environment: ['GAE_APPLICATION' => 'shop']);
foreach ([$changes, $page] as $script) {
    echo $fpm->get('www', $script), $fpm->logged('www');
}
?>
--EXPECTF--
bool(false)
bool(true)
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=shop via=fsockopen%S
shop
aesock deny tcp://10.0.0.6:80 reason=private rule=- app=shop via=fsockopen%S
