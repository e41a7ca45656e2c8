--TEST--
Status, phpinfo and metrics tell how many rules are in force, and while a newer version is held off why; the log tells the number of those that were taken
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$rules = scratch("allow 10.0.0.5 10.0.0.6\n");
$log = scratch();
$code = <<<'PHP'
    [, $rules, $log] = $argv;
    function await(callable $ask, mixed $expected): mixed {
        for ($deadline = hrtime(true) + 10e9; ($is = $ask()) !== $expected && hrtime(true) < $deadline; usleep(20000));
        return $is;
    }
    function show(): void {
        ['rules' => $count, 'rules_age' => $age, 'rules_error' => $error] = aesock_status();
        ob_start();
        phpinfo(INFO_MODULES);
        preg_match_all('/^(Rules|Newer rules .*) => .*/m', ob_get_clean(), $rows);
        preg_match_all('/^aesock_rules.* \d+$/m', aesock_metrics(), $samples);
        echo preg_replace(['~`/\S*`~', '/(read|age_seconds) \d+/'], ['FILE', '$1 N'], implode("\n", [json_encode([$count, $age <= 10, $error], JSON_UNESCAPED_SLASHES), ...$rows[0], ...$samples[0]])), "\n--\n";
    }
    show();
    file_put_contents($rules, "permit\n");
    await(fn () => aesock_status()['rules_error'] !== null, true);
    show();
    file_put_contents($rules, "allow 10.0.0.5\n");
    await(fn () => aesock_status()['rules'], 2);
    show();
    @fsockopen('10.0.0.7', 80);
    PHP;
echo output([...command(['aesock.rules' => $rules, 'aesock.deny' => '10.0.0.8', 'aesock.log' => 'denied', 'error_log' => $log]), '-r', $code, $rules, $log]);
echo preg_replace(['/^\[.*?\] /m', '~`/\S*`~'], ['', 'FILE'], file_get_contents($log));

echo "-- nothing is logged\n";
file_put_contents($rules, "allow 10.0.0.5 10.0.0.6\n");
file_put_contents($log, '');
echo output([...command(['aesock.rules' => $rules, 'aesock.log' => '', 'error_log' => $log]), '-r', <<<'PHP'
    file_put_contents($argv[1], "allow 10.0.0.5\n");
    for ($deadline = hrtime(true) + 10e9; aesock_status()['rules'] !== 1 && hrtime(true) < $deadline; usleep(20000));
    echo aesock_status()['rules'], "\n";
    PHP, $rules]), file_get_contents($log);
?>
--EXPECTF--
[3,true,null]
Rules => 3, read N seconds ago
aesock_rules 3
aesock_rules_held_off 0
aesock_rules_age_seconds N
--
[3,true,"FILE line 1: `permit` is neither allow nor deny"]
Rules => 3, read N seconds ago
Newer rules are held off => FILE line 1: `permit` is neither allow nor deny
aesock_rules 3
aesock_rules_held_off 1
aesock_rules_age_seconds N
--
[2,true,null]
Rules => 2, read N seconds ago
aesock_rules 2
aesock_rules_held_off 0
aesock_rules_age_seconds N
--
aesock keeps the rules of before: aesock.rules: FILE line 1: `permit` is neither allow nor deny
aesock has read FILE: 2 rules are in force
aesock deny tcp://10.0.0.7:80 reason=private rule=- app=default via=fsockopen%S
-- nothing is logged
1
