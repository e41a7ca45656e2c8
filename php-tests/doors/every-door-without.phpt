--TEST--
The sweep of every door drives what it should: without aesock all of doors.tsv reaches the network
--CONFLICTS--
all
--SKIPIF--
<?php $needed = ['amqp', 'snmp', 'zmq']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/driven.inc';
require __DIR__ . '/every-door.inc';

$arrived = sweep([])['arrived'];
$driven = 0;
foreach (driven() as [$extension, $forms, $doors]) {
    foreach ($doors as $door) {
        $missing = array_diff($forms, array_keys($arrived[$extension][$door] ?? []));
        if ($missing) {
            echo "$extension: $door by ", implode(', ', $missing), " is not seen\n";
        }
        $driven++;
    }
}
echo $driven > 150 ? 'many' : $driven, " doors\n";
?>
--EXPECTF--
%S
many doors
