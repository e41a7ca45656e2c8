--TEST--
Empty, 0, off, no, false and none mean no; 1, on, yes and true mean yes; in php.ini and on the command line
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

/** What of the settings shows in what is decided; `private` has a log line where decisions are logged. */
const CODE = <<<'PHP'
    $reasons = ['public' => '93.184.216.34', 'private' => '10.0.0.5', 'loopback' => '127.0.0.1', 'google' => '142.250.102.108'];
    foreach ($reasons as $asked => $address) {
        echo "$asked=", aesock_check($address, 80)['reason'], ' ';
    }
    echo 'name=', aesock_check('plain.test', 80)['reason'], "\n";
    @fsockopen('10.0.0.5', 80);
    PHP;
$no = ['', '0', 'off', 'no', 'false', 'none'];
$yes = ['1', 'on', 'yes', 'true'];

$extension = 'extension=' . getenv('AESOCK_MODULE');
$seen = [];
foreach (['default', 'development', 'log', 'allow', 'deny', 'rules', 'nameservers', 'google_ranges'] as $setting) {
    $can_be_yes = in_array($setting, ['default', 'development', 'log']);
    // `0` is what PHP makes of rules outside of quotes, and is refused.
    $values = in_array($setting, ['allow', 'deny']) ? array_diff($no, ['0']) : $no;
    foreach ($can_be_yes ? [...$no, ...$yes] : $values as $value) {
        $ini = scratch("$extension\naesock.log=\naesock.$setting=$value\n");
        $from_file = output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-c', $ini, '-r', CODE]);
        $from_command_line = php(CODE, ["aesock.$setting" => $value]);
        $told = $from_file === $from_command_line ? $from_file : "php.ini:\n$from_file-d:\n$from_command_line";
        $seen[$setting][$told][] = $value === '' ? 'empty' : $value;
    }
}
foreach ($seen as $setting => $meanings) {
    foreach ($meanings as $told => $values) {
        echo "$setting ", implode(' ', $values), ":\n$told";
    }
}
?>
--EXPECTF--
default empty 0 off no false none:
public=unlisted private=private loopback=loopback google=google name=unlisted
default 1 on yes true:
public=public private=private loopback=loopback google=google name=public
development empty 0 off no false none:
public=public private=private loopback=loopback google=google name=public
development 1 on yes true:
public=public private=private loopback=development google=google name=public
log empty 0 off no false none:
public=public private=private loopback=loopback google=google name=public
log 1 on yes true:
public=public private=private loopback=loopback google=google name=public
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
allow empty off no false none:
public=public private=private loopback=loopback google=google name=public
deny empty off no false none:
public=public private=private loopback=loopback google=google name=public
rules empty 0 off no false none:
public=public private=private loopback=loopback google=google name=public
nameservers empty 0 off no false none:
public=public private=private loopback=loopback google=google name=public
google_ranges empty 0 off no false none:
public=public private=private loopback=loopback google=google name=public
