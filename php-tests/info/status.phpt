--TEST--
aesock_status tells mode, application, hooks, what is not covered, date and age of Google's list, the version, and the rules in force
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip.inc';
$reason = 'is told there: php-tests/native/all-start.phpt'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--INI--
aesock.application=shop
aesock.mode=audit
aesock.allow=10.0.0.5 10.0.0.6
aesock.deny=10.0.0.7
disable_functions=exec,passthru,pcntl_exec,popen,proc_open,shell_exec,system,mb_send_mail,error_log
--FILE--
<?php
$status = aesock_status();
foreach ($status as $key => $value) {
    echo $key, ': ', match ($key) {
        'hooks' => implode(' ', array_unique($value)) . ', ' . count(array_filter(array_keys($value, 'not present'),
            fn ($name) => function_exists(substr($name, 0, -2)))) . ' of them there',
        'not_covered' => json_encode($value),
        'google_ranges' => preg_match('/^\d{4}-\d\d-\d\d$/', $value) ? 'a date' : $value,
        'google_ranges_age' => $value === (int) floor(time() / 86400) - intdiv(strtotime($status['google_ranges'] . ' UTC'), 86400)
            ? 'in days' : $value,
        'native' => preg_replace('/\d+/', 'some', json_encode($value)),
        'rules_age' => is_int($value) && $value < 60 ? 'in seconds' : $value,
        'version' => $value === phpversion('aesock') ? 'as phpversion' : $value,
        default => var_export($value, true),
    }, "\n";
}
?>
--EXPECT--
mode: 'audit'
application: 'shop'
error: NULL
not_covered: ["mail()"]
rules: 3
rules_age: in seconds
rules_error: NULL
hooks_lost: 0
native: {"libraries":"logged in some objects","all":"off","landlock":"off"}
sockets: 'nobody'
google_ranges: a date
google_ranges_age: in days
version: as phpversion
hooks: enforced not present, 0 of them there
