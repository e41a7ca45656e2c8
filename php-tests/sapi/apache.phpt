--TEST--
In Apache the policy holds for each virtual host's own settings, and through reloads, which start the module again in one process
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-apache.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

$apache = new Apache([
    'closed.test' => ['php_admin_value aesock.application closed'],
    'open.test' => ['php_admin_value aesock.application open', 'php_admin_value aesock.allow 10.0.0.5:7010'],
    'broken.test' => ['php_admin_value aesock.mode passthru'],
], port: 8071);
$page = '<?php
    foreach (["plain.test", "10.0.0.5"] as $host) {
        $stream = @fsockopen($host, 7010, $errno, $error);
        echo $stream ? fgets($stream) : "$error\n";
    }
    ' . HOOK_STATES . '
    var_dump(ini_set("aesock.allow", "any"));';
for ($reloads = 0; $reloads < 3; $reloads++) {
    foreach (['closed.test', 'open.test', 'broken.test', 'closed.test'] as $host) {
        echo "-- $host\n", $apache->get($host, $page);
    }
    $reloads < 2 && $apache->reload();
}
print_r(array_count_values(preg_replace('/ at=\S+ page=\S+/', '', $apache->logged())));
?>
--EXPECTF--
-- closed.test
line1
Permission denied: 10.0.0.5 is a private address
enforced
bool(false)
-- open.test
line1
line1
enforced
bool(false)
-- broken.test
Permission denied: aesock is misconfigured: aesock.mode: `passthru` is not enforce, audit, disabled or passthrough
Permission denied: aesock is misconfigured: aesock.mode: `passthru` is not enforce, audit, disabled or passthrough
enforced
bool(false)
-- closed.test
line1
Permission denied: 10.0.0.5 is a private address
enforced
bool(false)
-- closed.test
line1
Permission denied: 10.0.0.5 is a private address
enforced
bool(false)
-- open.test
line1
line1
enforced
bool(false)
-- broken.test
Permission denied: aesock is misconfigured: aesock.mode: `passthru` is not enforce, audit, disabled or passthrough
Permission denied: aesock is misconfigured: aesock.mode: `passthru` is not enforce, audit, disabled or passthrough
enforced
bool(false)
-- closed.test
line1
Permission denied: 10.0.0.5 is a private address
enforced
bool(false)
-- closed.test
line1
Permission denied: 10.0.0.5 is a private address
enforced
bool(false)
-- open.test
line1
line1
enforced
bool(false)
-- broken.test
Permission denied: aesock is misconfigured: aesock.mode: `passthru` is not enforce, audit, disabled or passthrough
Permission denied: aesock is misconfigured: aesock.mode: `passthru` is not enforce, audit, disabled or passthrough
enforced
bool(false)
-- closed.test
line1
Permission denied: 10.0.0.5 is a private address
enforced
bool(false)
Array
(
    [aesock deny tcp://10.0.0.5:7010 reason=private rule=- app=closed via=fsockopen] => 6
    [aesock refuses everything: aesock.mode: `passthru` is not enforce, audit, disabled or passthrough] => 3
    [aesock deny tcp://plain.test:7010 reason=misconfigured rule=- app=- via=fsockopen] => 3
    [aesock deny tcp://10.0.0.5:7010 reason=misconfigured rule=- app=- via=fsockopen] => 3
)
