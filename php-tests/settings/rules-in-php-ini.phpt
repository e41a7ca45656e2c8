--TEST--
Every form of rule can stand in php.ini without quotes
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$rules = [
    '10.8.0.0/16' => '10.8.255.255:80', 'tcp://10.8.0.7:3306' => '10.8.0.7:3306', '[fd00:8::/32]:5432' => '[fd00:8::1]:5432',
    'udp://192.0.2.9:5000-5010' => 'udp://192.0.2.9:5010', 'db.internal:5432' => 'db.internal:5432', '*.test:443' => 'plain.test:443',
    'private' => '10.0.0.5:80', 'tcp://link-local:80' => '169.254.169.254:80', '*' => '10.0.0.5:80', 'any' => '10.0.0.5:25',
    'unix:/cloudsql/*' => 'unix:///cloudsql/a', 'unix' => 'unix:///run/a', 'raw' => 'icmp://a',
    'listen, bind socketpair ftp gss options option:SO_RCVTIMEO 10.0.0.5' => '10.0.0.5:80',
];
foreach ($rules as $rule => $target) {
    $module = getenv('AESOCK_MODULE');
    $ini = scratch("extension=$module\naesock.default=deny\naesock.allow=$rule\n");
    $code = "['rule' => \$rule, 'reason' => \$reason] = aesock_check('$target'); echo \"\$reason \$rule\\n\";";
    echo output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-c', $ini, '-r', $code]);
}
?>
--EXPECT--
rule 10.8.0.0/16
rule tcp://10.8.0.7:3306
rule [fd00:8::/32]:5432
rule udp://192.0.2.9:5000-5010
rule db.internal:5432
rule *.test:443
rule private
rule tcp://link-local:80
rule *
rule any
rule unix:/cloudsql/*
rule unix
rule raw
rule 10.0.0.5
