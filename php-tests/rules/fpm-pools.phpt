--TEST--
In php-fpm a pool's file may change and its setting may not; a pool without a good file denies everything until there is one
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$page = scratch(<<<'PHP'
    <?php
    echo @fsockopen('10.0.0.5', (int) ($_SERVER['PORT'] ?? 7010), $errno, $error) ? 'connected' : "$errno $error", "\n";
    PHP, '.php');
$good = scratch("allow 10.0.0.5\n");
$bad = scratch("allow 10.0.0.5\nallow 10.0.0.5:0\n");
$any = scratch("allow any\n");
$fpm = new Fpm(['good' => ["php_admin_value[aesock.rules] = $good"], 'bad' => ["php_admin_value[aesock.rules] = $bad"]]);
$ask = fn (string $pool, array $parameters = []) => str_replace([$good, $bad, $any], ['GOOD', 'BAD', 'ANY'], $fpm->get($pool, $page, $parameters));
$await = function (string $pool, string $expected) use ($ask): string {
    for ($deadline = hrtime(true) + 10e9; ($is = $ask($pool)) !== $expected && hrtime(true) < $deadline; usleep(50000));
    return $is;
};
echo 'good: ', $ask('good');
file_put_contents($good, "allow 10.0.0.6\n");
echo 'changed: ', $await('good', "13 Permission denied: 10.0.0.5 is a private address\n");
$fpm->logged('good');
echo 'request: ', $ask('good', ['PHP_ADMIN_VALUE' => "aesock.rules=$any", 'PORT' => 7011]), $fpm->logged('good');
echo 'bad: ', $ask('bad'), $ask('bad', ['PORT' => 7011]), str_replace($bad, 'BAD', $fpm->logged('bad'));
file_put_contents($bad, "allow 10.0.0.5\n");
echo 'mended: ', $await('bad', "connected\n"), preg_replace('/^aesock deny .*\n/m', '', $fpm->logged('bad'));
?>
--EXPECTF--
good: connected
changed: 13 Permission denied: 10.0.0.5 is a private address
request: 13 Permission denied: 10.0.0.5 is a private address
aesock ignores a change of aesock.rules that came with a request
aesock deny tcp://10.0.0.5:7011 reason=private rule=- app=default via=fsockopen%S
bad: 13 Permission denied: aesock is misconfigured: aesock.rules: `BAD` line 2: rule `10.0.0.5:0`: the port is not one from 1 to 65535 or a range of them
13 Permission denied: aesock is misconfigured: aesock.rules: `BAD` line 2: rule `10.0.0.5:0`: the port is not one from 1 to 65535 or a range of them
aesock refuses everything of `bad`: aesock.rules: `BAD` line 2: rule `10.0.0.5:0`: the port is not one from 1 to 65535 or a range of them
aesock deny tcp://10.0.0.5:7010 reason=misconfigured rule=- app=bad via=fsockopen%S
aesock deny tcp://10.0.0.5:7011 reason=misconfigured rule=- app=bad via=fsockopen%S
mended: connected
aesock no longer refuses everything of `bad`
