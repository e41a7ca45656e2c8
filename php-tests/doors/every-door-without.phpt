--TEST--
The sweep of every door drives what it should: without aesock all of doors.tsv reaches the network
--CONFLICTS--
all
--SKIPIF--
<?php $needed = ['amqp', 'snmp', 'zmq']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/every-door.inc';

$arrived = sweep([])['arrived'];
$driven = 0;
foreach (preg_grep('/^#/', file(__DIR__ . '/doors.tsv', FILE_IGNORE_NEW_LINES), PREG_GREP_INVERT) as $line) {
    [$extension, $forms, $doors] = explode("\t", $line);
    foreach (explode(', ', $doors) as $door) {
        $missing = array_diff(explode(', ', $forms), array_keys($arrived[$extension][$door] ?? []));
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
