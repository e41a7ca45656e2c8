--TEST--
aesock_check() tells of a quota that is used up, and uses nothing of it; numbers, names and datagrams alike, and what a rule refuses by the rule
--INI--
aesock.quota=connects:2/day
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$check = fn (string $target) => tell($target, aesock_check($target)['reason'], aesock_check($target)['message']);
for ($time = 0; $time < 5; $time++) {
    aesock_check('93.184.218.14:7');
}
$check('93.184.218.14:7');
tell(dial('tcp://93.184.218.14:7'), dial('tcp://93.184.218.14:7'));
foreach (['93.184.218.14:7', 'plain.test:80', 'udp://93.184.218.14:7', '10.0.0.5:80'] as $target) {
    $check($target);
}
tell(dial('tcp://93.184.218.14:7'));
tell(aesock_check('93.184.218.14:7')['remedy'], aesock_usage()['denials']);
?>
--EXPECT--
"93.184.218.14:7" "public" "93.184.218.14 is a public address"
"connected to 93.184.218.14:7" "connected to 93.184.218.14:7"
"93.184.218.14:7" "quota" "the quota of 2 connects a day is used up until 00:00:00 UTC"
"plain.test:80" "quota" "the quota of 2 connects a day is used up until 00:00:00 UTC"
"udp://93.184.218.14:7" "quota" "the quota of 2 connects a day is used up until 00:00:00 UTC"
"10.0.0.5:80" "private" "10.0.0.5 is a private address"
"122 Quota exceeded: the quota of 2 connects a day is used up until 00:00:00 UTC"
"Wait until it refills, or raise `aesock.quota`." {"quota":1}
