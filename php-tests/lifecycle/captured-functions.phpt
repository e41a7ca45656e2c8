--TEST--
A function is refused however it is captured and called
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
$target = ['10.0.0.5', 80];
$ways = [
    'first-class callable' => fsockopen(...),
    'persistent' => pfsockopen(...),
    'fromCallable' => Closure::fromCallable('fsockopen'),
    'ReflectionFunction' => (new ReflectionFunction('fsockopen'))->getClosure(),
    'invoke' => fn (...$target) => (new ReflectionFunction('fsockopen'))->invokeArgs($target),
    'call_user_func_array' => fn (...$target) => call_user_func_array('fsockopen', $target),
    'variable name' => fn (...$target) => ('fsock' . 'open')(...$target),
    'bound' => (fsockopen(...))->bindTo(null),
];
foreach ($ways as $way => $call) {
    error_clear_last();
    echo "$way: ", @$call(...$target) ? 'connected' : strstr(error_get_last()['message'], 'Permission'), "\n";
}
?>
--EXPECT--
first-class callable: Permission denied: 10.0.0.5 is a private address)
persistent: Permission denied: 10.0.0.5 is a private address)
fromCallable: Permission denied: 10.0.0.5 is a private address)
ReflectionFunction: Permission denied: 10.0.0.5 is a private address)
invoke: Permission denied: 10.0.0.5 is a private address)
call_user_func_array: Permission denied: 10.0.0.5 is a private address)
variable name: Permission denied: 10.0.0.5 is a private address)
bound: Permission denied: 10.0.0.5 is a private address)
