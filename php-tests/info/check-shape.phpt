--TEST--
aesock_check tells whether, why, what to do, by which rule, and which addresses would be dialled
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.deny=10.8.0.0/16:80
--FILE--
<?php
var_dump(aesock_check('dual.test', 80), aesock_check('tcp://db.internal:80'));
?>
--EXPECT--
array(6) {
  ["allowed"]=>
  bool(true)
  ["reason"]=>
  string(6) "public"
  ["message"]=>
  string(29) "dual.test is a public address"
  ["remedy"]=>
  string(56) "To refuse it, add `tcp://dual.test:80` to `aesock.deny`."
  ["rule"]=>
  NULL
  ["addresses"]=>
  array(2) {
    [0]=>
    string(20) "2606:4700:4700::1111"
    [1]=>
    string(13) "93.184.216.34"
  }
}
array(6) {
  ["allowed"]=>
  bool(false)
  ["reason"]=>
  string(6) "denied"
  ["message"]=>
  string(61) "db.internal (10.8.0.7) is denied by a rule (`10.8.0.0/16:80`)"
  ["remedy"]=>
  string(132) "Change the rule that stands behind the sentence, in `aesock.deny` or the file of `aesock.rules`; an allow rule does not outweigh it."
  ["rule"]=>
  string(14) "10.8.0.0/16:80"
  ["addresses"]=>
  array(0) {
  }
}
