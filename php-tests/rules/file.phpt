--TEST--
The rules of a file stand behind those of the settings, deny before allow
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$rules = scratch(<<<'RULES'
    # What the shop needs.
    allow tcp://10.0.0.5:7010   # the database
    allow 10.0.0.6, 10.0.0.7 plain.test:443

    deny 10.0.0.7
    	deny *.test:81
    RULES . "\r\n");
$code = <<<'PHP'
    foreach (['10.0.0.5:7010', '10.0.0.5:80', '10.0.0.6:1', '10.0.0.7:1', '10.0.0.8:1', '10.0.0.9:1', 'plain.test:81', 'plain.test:82'] as $target) {
        ['reason' => $reason, 'rule' => $rule] = aesock_check($target);
        echo "$target $reason ", $rule ?? '-', "\n";
    }
    echo fgets(fsockopen('10.0.0.5', 7010));
    PHP;
echo php($code, ['aesock.rules' => $rules, 'aesock.allow' => '10.0.0.8 10.0.0.6:1', 'aesock.deny' => '10.0.0.8:1']);
?>
--EXPECT--
10.0.0.5:7010 rule tcp://10.0.0.5:7010
10.0.0.5:80 private -
10.0.0.6:1 rule 10.0.0.6:1
10.0.0.7:1 denied 10.0.0.7
10.0.0.8:1 denied 10.0.0.8:1
10.0.0.9:1 private -
plain.test:81 denied *.test:81
plain.test:82 public -
line1
