--TEST--
What a pool or a virtual host calls a setting of aesock and is none has it refused everything, with the name in its log, status and phpinfo; others are not concerned
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$page = scratch(<<<'PHP'
    <?php
    echo @fsockopen('plain.test', 7010, $errno, $error) ? 'connected' : "$errno $error", "\n";
    echo aesock_check('plain.test', 80)['reason'], ', ', aesock_status()['error'] ?? '-', "\n";
    ob_start();
    phpinfo(INFO_MODULES);
    echo preg_match('/^.*aesock\.denny.*$/m', ob_get_clean(), $line) ? strip_tags("phpinfo: $line[0]\n") : '';
    PHP, '.php');
$fpm = new Fpm([
    'good' => ['php_admin_value[aesock.deny] = 10.0.0.5'],
    'bad' => ['php_admin_value[aesock.denny] = 93.184.216.34'],
    'named' => ['php_admin_value[aesock.application] = shop', 'php_value[Aesock.Deny] = 93.184.216.34'],
    'flag' => ['php_admin_flag[aesock.strickt] = on'],
    'empty' => ['php_admin_value[aesock.denny] ='],
]);
foreach (['good', 'bad', 'named', 'flag', 'empty', 'good'] as $pool) {
    echo "$pool:\n", $fpm->get($pool, $page), $fpm->logged($pool);
}
echo "-- a client cannot name one\n", $fpm->get('good', $page, ['PHP_ADMIN_VALUE' => 'aesock.denny = 1']), $fpm->logged('good');
echo "-- after a reload\n";
$fpm->reload();
echo $fpm->get('bad', $page), $fpm->logged('bad');
?>
--EXPECTF--
good:
connected
public, -
phpinfo: aesock.dennyno valueno value
bad:
13 Permission denied: aesock is misconfigured: aesock.denny is no setting of aesock, did you mean aesock.deny?
misconfigured, aesock.denny is no setting of aesock, did you mean aesock.deny?
phpinfo: Refuses everything aesock.denny is no setting of aesock, did you mean aesock.deny? 
aesock refuses everything of `bad`: aesock.denny is no setting of aesock, did you mean aesock.deny?
aesock deny tcp://plain.test:7010 reason=misconfigured rule=- app=bad via=fsockopen%S
named:
13 Permission denied: aesock is misconfigured: Aesock.Deny is no setting of aesock, did you mean aesock.deny?
misconfigured, Aesock.Deny is no setting of aesock, did you mean aesock.deny?
phpinfo: aesock.dennyno valueno value
aesock refuses everything of `shop`: Aesock.Deny is no setting of aesock, did you mean aesock.deny?
aesock deny tcp://plain.test:7010 reason=misconfigured rule=- app=shop via=fsockopen%S
flag:
13 Permission denied: aesock is misconfigured: aesock.strickt is no setting of aesock, did you mean aesock.strict?
misconfigured, aesock.strickt is no setting of aesock, did you mean aesock.strict?
phpinfo: aesock.dennyno valueno value
aesock refuses everything of `flag`: aesock.strickt is no setting of aesock, did you mean aesock.strict?
aesock deny tcp://plain.test:7010 reason=misconfigured rule=- app=flag via=fsockopen%S
empty:
connected
public, -
phpinfo: aesock.dennyno valueno value
good:
connected
public, -
phpinfo: aesock.dennyno valueno value
-- a client cannot name one
connected
public, -
phpinfo: aesock.dennyno valueno value
aesock ignores a change of aesock.denny that came with a request
-- after a reload
13 Permission denied: aesock is misconfigured: aesock.denny is no setting of aesock, did you mean aesock.deny?
misconfigured, aesock.denny is no setting of aesock, did you mean aesock.deny?
phpinfo: Refuses everything aesock.denny is no setting of aesock, did you mean aesock.deny? 
aesock refuses everything of `bad`: aesock.denny is no setting of aesock, did you mean aesock.deny?
aesock deny tcp://plain.test:7010 reason=misconfigured rule=- app=bad via=fsockopen%S
