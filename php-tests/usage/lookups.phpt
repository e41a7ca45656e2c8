--TEST--
A lookup is counted where name servers are asked, and refused beyond the quota, also of a name that a rule denies
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.quota=lookups:2/day
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$lookups = fn () => aesock_usage()['lookups'];
echo dial('tcp://plain.test:7'), ' ', $lookups(), "\n";
echo dial('tcp://plain.test:7'), ' ', $lookups(), "\n";
echo dial('tcp://93.184.216.34:7'), ' ', $lookups(), "\n";
echo dial('tcp://private.test:7'), ' ', $lookups(), "\n";
tell(aesock_usage()['quotas']['lookups/day']['used'], aesock_usage()['quotas']['lookups/day']['limit'],
    aesock_usage()['quotas']['lookups/day']['refills'] === (intdiv(time(), 86400) + 1) * 86400);
@stream_socket_client('tcp://dual.test:7', $errno, $error);
tell($errno, $error);
tell(dial_host('web.test', 80), dial('tcp://plain.test:7'));
tell(aesock_check('dual.test', 80)['reason'], $lookups(), aesock_usage()['denials']);
// The second lookup is of the name that is denied; the third cannot be made, and refuses.
echo run_php('require ' . var_export(__DIR__ . '/../include/lab.inc', true) . ';
    foreach ([1, 2] as $_) { echo dial("tcp://93.184.216.34:7"), " ", aesock_usage()["lookups"], "\n"; }',
    settings: ['aesock.deny' => 'gone.test', 'aesock.quota' => 'lookups:1/day']);
?>
--EXPECT--
connected to 93.184.216.34:7 1
connected to 93.184.216.34:7 1
connected to 93.184.216.34:7 1
13 Permission denied: private.test (10.0.0.5) is a private address 2
2 2 true
122 "Quota exceeded: the quota of 2 lookups a day is used up until 00:00:00 UTC"
"122 Quota exceeded: the quota of 2 lookups a day is used up until 00:00:00 UTC" "connected to 93.184.216.34:7"
"quota" 2 {"private":1,"quota":2}
connected to 93.184.216.34:7 1
122 Quota exceeded: the quota of 1 lookups a day is used up until 00:00:00 UTC 1
