--TEST--
Where nobody answers for one family of a denied name, addresses of that family are not decided on until somebody does; those of the other one are
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.deny=half.scripted.test
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

function ask(): void
{
    foreach (['93.184.219.20', '93.184.219.21', '[2606:4700:4700::5920]', '[2606:4700:4700::5921]'] as $host) {
        $address = trim($host, '[]');
        echo dial("tcp://$host:7"), '; ', implode(', ', seen_at($address)) ?: 'no packet', "\n";
    }
}

foreach (['SERVFAIL', '2606:4700:4700::5920'] as $ipv6) {
    script_answers(['half.scripted.test', "A=93.184.219.20;AAAA=$ipv6", 60]);
    echo "AAAA=$ipv6\n";
    ask();
}
?>
--EXPECT--
AAAA=SERVFAIL
13 Permission denied: 93.184.219.20 is denied by a rule (`half.scripted.test`); no packet
connected to 93.184.219.21:7; tcp 7
13 Permission denied: cannot decide on 2606:4700:4700::5920: nobody answers for half.scripted.test, which a rule denies; no packet
13 Permission denied: cannot decide on 2606:4700:4700::5921: nobody answers for half.scripted.test, which a rule denies; no packet
AAAA=2606:4700:4700::5920
13 Permission denied: 93.184.219.20 is denied by a rule (`half.scripted.test`); no packet
connected to 93.184.219.21:7; tcp 7
13 Permission denied: 2606:4700:4700::5920 is denied by a rule (`half.scripted.test`); no packet
connected to [2606:4700:4700::5921]:7; tcp 7
