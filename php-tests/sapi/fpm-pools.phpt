--TEST--
Each pool of php-fpm has its own rules, application and log
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$page = scratch(<<<'PHP'
    <?php
    foreach (['plain.test', '10.0.0.5', '10.0.0.6'] as $host) {
        $stream = @fsockopen($host, (int) ($_SERVER['PORT'] ?? 7010), $errno, $error);
        echo $host, ' ', $stream ? fgets($stream) : ($error ?? error_get_last()['message']) . "\n";
    }
    PHP, '.php');
$fpm = new Fpm([
    'shop' => ['php_admin_value[aesock.application] = shop', 'php_admin_value[aesock.allow] = 10.0.0.5:7010'],
    'blog' => ['php_admin_value[aesock.application] = blog', 'php_admin_value[aesock.allow] = 10.0.0.6', 'php_admin_value[aesock.default] = deny'],
    'off' => ['php_admin_value[aesock.application] = off', 'php_admin_value[aesock.mode] = disabled'],
]);
foreach (['shop', 'blog', 'off'] as $pool) {
    echo "$pool:\n", $fpm->get($pool, $page), $fpm->logged($pool);
}
echo "shop, another port:\n", $fpm->get('shop', $page, ['PORT' => 7013]), $fpm->logged('shop');
?>
--EXPECTF--
shop:
plain.test line1
10.0.0.5 line1
10.0.0.6 Permission denied: 10.0.0.6 is a private address
aesock deny tcp://10.0.0.6:7010 reason=private rule=- app=shop via=fsockopen%S
blog:
plain.test Permission denied: no rule allows plain.test (93.184.216.34)
10.0.0.5 Permission denied: 10.0.0.5 is a private address
10.0.0.6 line1
aesock deny tcp://plain.test:7010 reason=unlisted rule=- app=blog via=fsockopen%S
aesock deny tcp://10.0.0.5:7010 reason=private rule=- app=blog via=fsockopen%S
off:
plain.test fsockopen() has been disabled for your application
10.0.0.5 fsockopen() has been disabled for your application
10.0.0.6 fsockopen() has been disabled for your application
aesock refuses everything of `off`: aesock.mode=disabled
shop, another port:
plain.test bit by bit
10.0.0.5 Permission denied: 10.0.0.5 is a private address
10.0.0.6 Permission denied: 10.0.0.6 is a private address
aesock deny tcp://10.0.0.5:7013 reason=private rule=- app=shop via=fsockopen%S
aesock deny tcp://10.0.0.6:7013 reason=private rule=- app=shop via=fsockopen%S
