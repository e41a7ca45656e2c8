--TEST--
aesock_check() gives for a name the addresses that a connection would dial
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['agree.scripted.test', 'A=10.11.14.9;A=93.184.217.50', '60']);
echo json_encode(aesock_check('agree.scripted.test', 7)), "\n";
echo json_encode(aesock_check('tcp://agree.scripted.test:25')), "\n";
echo dial('tcp://agree.scripted.test:7'), "\n";
echo implode("\n", preg_grep('/93\.184\.217\.50|10\.11\.14\.9/', lab_seen())), "\n";
?>
--EXPECT--
{"allowed":true,"reason":"public","message":"agree.scripted.test is a public address","remedy":"To refuse it, add `tcp:\/\/agree.scripted.test:7` to `aesock.deny`.","rule":null,"addresses":["93.184.217.50"]}
{"allowed":false,"reason":"port-25","message":"port 25 of agree.scripted.test (10.11.14.9) is blocked, use 587 or 465","remedy":"Send mail by authenticated submission on port 587 or 465, or add `tcp:\/\/agree.scripted.test:25` to `aesock.allow`.","rule":null,"addresses":[]}
connected to 93.184.217.50:7
internet tcp 93.184.217.50 7
