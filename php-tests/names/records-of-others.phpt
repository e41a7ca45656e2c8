--TEST--
Addresses of another name than the asked one are not taken
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['foreign.scripted.test', 'A(other.test)=93.184.217.34']);
echo dial('tcp://foreign.scripted.test:7') === 'connected to 93.184.217.34:7' ? "taken\n" : "not taken\n";
var_dump(seen_at('93.184.217.34'));
?>
--EXPECT--
not taken
array(0) {
}
