--TEST--
aesock_check knows the address of an excepted name as an exception, on the name's own ports only
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
$targets = [
    'smtp.gmail.com:465', '142.250.102.108:465', '142.250.102.108:587', '142.250.102.108:993', '142.250.102.109:993',
    '142.250.102.109:995', '142.250.102.110:465', '[2a00:1450:4013:c00::6d]:995', 'smtp.gmail.com:80', 'udp://142.250.102.108:465',
];
foreach ($targets as $target) {
    echo $target, ' ', aesock_check($target)['reason'], "\n";
}
?>
--EXPECT--
smtp.gmail.com:465 exception
142.250.102.108:465 exception
142.250.102.108:587 exception
142.250.102.108:993 google
142.250.102.109:993 exception
142.250.102.109:995 google
142.250.102.110:465 google
[2a00:1450:4013:c00::6d]:995 exception
smtp.gmail.com:80 google
udp://142.250.102.108:465 google
