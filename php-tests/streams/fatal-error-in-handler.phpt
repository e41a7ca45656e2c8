--TEST--
A fatal error in the warning of a refusal leaves the policy in force for what runs at the end
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
$reason = 'there is no memory limit';
require __DIR__ . '/../include/no-valgrind.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$code = <<<'PHP'
    register_shutdown_function(function () {
        restore_error_handler();
        @stream_socket_client('tcp://10.11.12.23:80', $errno, $errstr, 3);
        echo "$errno $errstr\n";
        @stream_socket_client('tcp://93.184.216.34:7', $errno, $errstr, 3);
        echo "$errno $errstr\n";
    });
    set_error_handler(function ($level, $message) {
        ini_set('display_errors', '0');
        str_repeat('x', 1 << 40);
    });
    stream_socket_client('tcp://nosuch.test:80');
    echo "not reached\n";
    PHP;
echo run_php($code, '2>/dev/null');
var_dump(seen_at('10.11.12.23'));
?>
--EXPECT--
13 Permission denied: 10.11.12.23 is a private address
0 
array(0) {
}
