--TEST--
A function in disable_functions stays disabled, the status shows it, and the others stay hooked
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
disable_functions=fsockopen,stream_socket_sendto
--FILE--
<?php
var_dump(function_exists('fsockopen'));
try {
    fsockopen('10.0.0.5', 80);
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
$disabled = explode(',', ini_get('disable_functions'));
$is_there = fn ($name) => function_exists(substr($name, 0, -2)) || in_array(substr($name, 0, -2), $disabled);
print_r(array_diff(array_filter(aesock_status()['hooks'], $is_there, ARRAY_FILTER_USE_KEY), ['enforced']));
var_dump(@pfsockopen('10.0.0.5', 80, $errno), $errno);
?>
--EXPECT--
bool(false)
Call to undefined function fsockopen()
Array
(
    [fsockopen()] => not present
    [stream_socket_sendto()] => not present
)
bool(false)
int(13)
