--TEST--
aesock_check sends nothing to the destination
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../../lab/seen.php';

/** What the witness saw at an address that no other test uses. */
function seen(): array {
    return array_values(preg_grep('/ 93\.184\.216\.203 /', lab_seen()));
}
var_dump(aesock_check('93.184.216.203', 7010)['addresses'], seen());
fsockopen('93.184.216.203', 7010);
var_dump(seen());
?>
--EXPECT--
array(1) {
  [0]=>
  string(14) "93.184.216.203"
}
array(0) {
}
array(1) {
  [0]=>
  string(32) "internet tcp 93.184.216.203 7010"
}
