--TEST--
Yes and no of the settings; a quota, an application or a yes or no that means nothing stops PHP at start with a sentence
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$bad = [
    ['quota' => 'connects:0/min'],
    ['quota' => 'connects:4800/min,connects:1/min'],
    ['quota' => 'connects:5/hour'],
    ['quota' => 'reclaims:5/min'],
    ['quota' => 'bytes_sent:17592186044416/day'],
    ['quota' => 'appengine max_open:0'],
    ['usage_all' => 'all'],
    ['application' => str_repeat('x', 193)],
];
foreach ($bad as $setting) {
    $name = 'aesock.' . key($setting);
    echo trim(php('echo "PHP started\n";', [$name => current($setting)])), "\n";
}
const TELL = 'echo @aesock_usage("blog") ? "sees all" : "sees its own", ", ", count(aesock_usage()["quotas"]), " quotas\n";';
foreach (['', '0', 'off', 'no', 'false', 'none'] as $no) {
    $said["no, $no"] = php(TELL, ['aesock.usage_all' => $no, 'aesock.usage_file' => $no, 'aesock.quota' => $no]);
}
foreach (['1', 'on', 'yes', 'true'] as $yes) {
    $said["yes, $yes"] = php(TELL, ['aesock.usage_all' => $yes]);
}
foreach (array_unique($said) as $first => $output) {
    echo implode(' ', array_keys($said, $output)), ": $output";
}
$good = ['aesock.quota' => 'appengine, lookups:5K/min max_open:7', 'aesock.application' => str_repeat('x', 192)];
echo php('echo count(aesock_usage()["quotas"]), " quotas\n";', $good);
?>
--EXPECTF--
Fatal error: aesock: aesock.quota: quota `connects:0/min`: the amount is not a number from 1 to 17592186044415, with K, M or G behind it for thousands, millions or thousands of millions in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.quota: quota `connects:1/min`: there is one of the same already in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.quota: quota `connects:5/hour`: neither `appengine` nor one such as `connects:4800/min`, `bytes_sent:20G/day`, `max_open:100` in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.quota: quota `reclaims:5/min`: the name is none of creates, binds, connects, sends, receives, bytes_sent, bytes_received, lookups, max_open in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.quota: quota `bytes_sent:17592186044416/day`: the amount is not a number from 1 to 17592186044415, with K, M or G behind it for thousands, millions or thousands of millions in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.quota: quota `max_open:0`: the number of sockets is not one from 1 to 4294967295 in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.usage_all: `all` is not 1 or 0 in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.application: `xxx%sxxx` is not a name of at most 192 bytes in Unknown on line 0
exit status 254
no,  no, 0 no, off no, no no, false no, none: sees its own, 0 quotas
yes, 1 yes, on yes, yes yes, true: sees all, 0 quotas
16 quotas
