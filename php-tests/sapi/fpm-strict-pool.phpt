--TEST--
A pool with aesock.strict=1 beside an extension that is not covered is refused everything and logs why
--SKIPIF--
<?php
$needed = ['ffi']; require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
$reason = 'covers everything'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$page = scratch('<?php echo @fsockopen("plain.test", 7010, $errno, $error) ? "connected" : "$errno $error", "\n";', '.php');
$fpm = new Fpm(['strict' => ['php_admin_value[aesock.strict] = 1'], 'other' => []], ['-d', 'extension=ffi']);
foreach (['strict', 'other'] as $pool) {
    echo "$pool:\n", $fpm->get($pool, $page), $fpm->logged($pool);
}
?>
--EXPECTF--
strict:
13 Permission denied: aesock is misconfigured: aesock.strict: not covered: ffi; leave them out, or set aesock.strict=0
aesock refuses everything of `strict`: aesock.strict: not covered: ffi; leave them out, or set aesock.strict=0
aesock deny tcp://plain.test:7010 reason=misconfigured rule=- app=strict via=fsockopen%S
other:
connected
