--TEST--
Of a name with allowed and denied addresses only the allowed ones are dialled
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['partly.scripted.test', 'A=10.11.14.1;A=93.184.217.30;A=127.10.14.1;AAAA=fd00::1']);
for ($i = 0; $i < 5; $i++) {
    echo dial('tcp://partly.scripted.test:7'), "\n";
}
echo dial('tcp://partly.scripted.test:81'), "\n";
echo implode("\n", preg_grep('/10\.11\.14\.1|93\.184\.217\.30|fd00::1|127\.10\.14\.1/', lab_seen())), "\n";
?>
--EXPECT--
connected to 93.184.217.30:7
connected to 93.184.217.30:7
connected to 93.184.217.30:7
connected to 93.184.217.30:7
connected to 93.184.217.30:7
111 Connection refused
internet tcp 93.184.217.30 7
internet tcp 93.184.217.30 7
internet tcp 93.184.217.30 7
internet tcp 93.184.217.30 7
internet tcp 93.184.217.30 7
internet tcp 93.184.217.30 81
