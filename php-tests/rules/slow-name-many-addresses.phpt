--TEST--
Names of rules whose server is slow, and whose answers nobody may keep, cost one connection the caller's own time-out, however many addresses there are to decide on
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.deny=slow-denied.scripted.test
aesock.allow=slow-turns.scripted.test
aesock.default=allow
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

rewrite('resolv.conf', "nameserver 8.8.4.4\n");
$turns = implode(' -> ', array_map(fn ($n) => "A=10.9.8.$n", range(1, 99)));
script_answers(
    ['slow-denied.scripted.test', 'A=93.184.217.201', '0', '300'],
    ['slow-turns.scripted.test', $turns, '0', '300'],
    ['many.scripted.test', 'A=93.184.217.202..232', '60'],
);
$took = function (callable $try): string {
    $start = hrtime(true);
    $result = $try();
    $seconds = (hrtime(true) - $start) / 1e9;
    return "$result, " . ($seconds < 1.9 ? 'in time' : "after $seconds s");
};
// Thirty addresses, and none may be another one's.
echo $took(fn () => dial('tcp://many.scripted.test:7', 1)), "\n";
// An address that the name might have the next time.
echo $took(fn () => dial('tcp://10.9.7.1:7', 0.5)), "\n";
?>
--EXPECT--
connected to 93.184.217.202:7, in time
13 Permission denied: 10.9.7.1 is a private address, in time
