--TEST--
A pair that fails leaves the script's values in its place alone
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
$object = (object) ['name' => 'value'];
$closed = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
socket_close($closed);
foreach ([$object, $closed] as $value) {
    $pair = [$value, $value];
    var_dump(@socket_create_pair(AF_INET, SOCK_STREAM, 0, $pair), $pair === [$value, $value]);
}
var_dump($object->name);
?>
--EXPECT--
bool(false)
bool(true)
bool(false)
bool(true)
string(5) "value"
