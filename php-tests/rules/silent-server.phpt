--TEST--
A rule that denies a name whose server is silent costs the caller's own time-out once, not with each connection or datagram
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.deny=silent-server.scripted.test
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

rewrite('resolv.conf', "nameserver 8.8.4.4\n");
script_answers(['silent-server.scripted.test', 'TIMEOUT']);
$took = function (callable $try): string {
    $start = hrtime(true);
    $result = $try();
    $seconds = (hrtime(true) - $start) / 1e9;
    return "$result, " . ($seconds < 0.4 ? 'at once' : ($seconds < 1.9 ? 'after a second' : "after $seconds s"));
};
$connect = fn () => dial('tcp://93.184.216.34:7', 1);
foreach ([1, 2, 3] as $_) {
    echo $took($connect), ' ', count(queries_for('silent-server.scripted.test')), "\n";
}
echo $took(fn () => dial('tcp://10.0.0.5:7', 1)), "\n";
echo $took(fn () => dial('udp://93.184.216.34:7', 1)), "\n";
echo 'asked for: ', implode(' ', array_count_values(queries_for('silent-server.scripted.test'))), "\n";
// It answers: what is refused for want of an answer is reached again.
script_answers(['silent-server.scripted.test', 'A=93.184.217.80', '60']);
echo await($connect, 'connected to 93.184.216.34:7'), "\n", dial('tcp://93.184.217.80:7'), "\n";
?>
--EXPECT--
13 Permission denied: cannot decide on 93.184.216.34: nobody answers for silent-server.scripted.test, which a rule denies, after a second 2
13 Permission denied: cannot decide on 93.184.216.34: nobody answers for silent-server.scripted.test, which a rule denies, at once 2
13 Permission denied: cannot decide on 93.184.216.34: nobody answers for silent-server.scripted.test, which a rule denies, at once 2
13 Permission denied: 10.0.0.5 is a private address, at once
13 Permission denied: cannot decide on 93.184.216.34: nobody answers for silent-server.scripted.test, which a rule denies, at once
asked for: 1 1
connected to 93.184.216.34:7
13 Permission denied: 93.184.217.80 is denied by a rule (`silent-server.scripted.test`)
