--TEST--
exit() in the warning of a refusal ends the script, and code that runs afterwards is still judged
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$code = <<<'PHP'
    register_shutdown_function(function () {
        restore_error_handler();
        @stream_socket_client('tcp://10.11.12.22:80', $errno, $errstr, 3);
        echo "$errno $errstr\n";
    });
    set_error_handler(function ($level, $message) {
        echo "$message\n";
        exit(3);
    });
    stream_socket_client($argv[1] ?? 'TARGET', $errno, $errstr, 3);
    echo "not reached\n";
    PHP;
foreach (['tcp://10.11.12.22:80', 'tcp://nosuch.test:80'] as $target) {
    echo run_php(str_replace('TARGET', $target, $code)), "\n";
}
var_dump(seen_at('10.11.12.22'));
?>
--EXPECT--
stream_socket_client(): Unable to connect to tcp://10.11.12.22:80 (Permission denied: 10.11.12.22 is a private address)
13 Permission denied: 10.11.12.22 is a private address

stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
13 Permission denied: 10.11.12.22 is a private address

array(0) {
}
