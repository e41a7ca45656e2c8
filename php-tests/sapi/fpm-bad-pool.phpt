--TEST--
A pool whose value means nothing is refused everything and logs why, by the name of its application or its own; other pools are not concerned
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$page = scratch(<<<'PHP'
    <?php
    echo @fsockopen('plain.test', (int) ($_SERVER['PORT'] ?? 7010), $errno, $error) ? 'connected' : "$errno $error", "\n";
    echo aesock_check('plain.test', 80)['reason'], ' ', aesock_status()['error'] ?? '-', "\n";
    PHP, '.php');
$fpm = new Fpm([
    'good' => [],
    'bad' => ['php_admin_value[aesock.allow] = 10.0.0.0/33'],
    'mode' => ['php_admin_value[aesock.mode] = passthru'],
    'bytes' => ["php_admin_value[aesock.deny] = \xff"],
    'named' => ['php_admin_value[aesock.application] = shop', 'php_admin_value[aesock.default] = x'],
]);
foreach (['good', 'bad', 'mode', 'bytes', 'named'] as $pool) {
    echo "$pool:\n", $fpm->get($pool, $page), $fpm->logged($pool);
}
echo "bad:\n", $fpm->get('bad', $page, ['PORT' => 7011]), $fpm->logged('bad');
?>
--EXPECTF--
good:
connected
public -
bad:
13 Permission denied: aesock is misconfigured: aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
misconfigured aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
aesock refuses everything of `bad`: aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
aesock deny tcp://plain.test:7010 reason=misconfigured rule=- app=bad via=fsockopen%S
mode:
13 Permission denied: aesock is misconfigured: aesock.mode: `passthru` is not enforce, audit, disabled or passthrough
misconfigured aesock.mode: `passthru` is not enforce, audit, disabled or passthrough
aesock refuses everything of `mode`: aesock.mode: `passthru` is not enforce, audit, disabled or passthrough
aesock deny tcp://plain.test:7010 reason=misconfigured rule=- app=mode via=fsockopen%S
bytes:
13 Permission denied: aesock is misconfigured: aesock.deny: not UTF-8
misconfigured aesock.deny: not UTF-8
aesock refuses everything of `bytes`: aesock.deny: not UTF-8
aesock deny tcp://plain.test:7010 reason=misconfigured rule=- app=bytes via=fsockopen%S
named:
13 Permission denied: aesock is misconfigured: aesock.default: `x` is not allow or deny
misconfigured aesock.default: `x` is not allow or deny
aesock refuses everything of `shop`: aesock.default: `x` is not allow or deny
aesock deny tcp://plain.test:7010 reason=misconfigured rule=- app=shop via=fsockopen%S
bad:
13 Permission denied: aesock is misconfigured: aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
misconfigured aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
aesock deny tcp://plain.test:7011 reason=misconfigured rule=- app=bad via=fsockopen%S
