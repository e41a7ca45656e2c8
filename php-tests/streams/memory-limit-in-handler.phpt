--TEST--
Memory that runs out inside the warning of a connect leaves the policy in force for what runs at the end
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
    require 'php-tests/include/lab.inc';
    register_shutdown_function(function () {
        echo preg_replace('/ exhausted.*/s', ' exhausted', error_get_last()['message']), "\n";
        restore_error_handler();
        echo dial('tcp://10.11.12.30:80'), "\n", dial('tcp://93.184.216.34:7'), "\n", dial('ssl://plain.test:443', 5, context: trusting()), "\n";
    });
    ini_set('display_errors', '0');
    ini_set('memory_limit', '16M');
    set_error_handler(function ($level, $message) {
        echo strtok($message, "\n"), "\n";
        for ($kept = []; ; $kept[] = str_repeat('x', 100000));
    });
    stream_socket_client('TARGET', $errno, $errstr, 3);
    echo "not reached\n";
    PHP;
foreach (['tcp://10.11.12.30:80', 'tcp://nosuch.test:80', 'tcp://93.184.216.34:81', 'ssl://plain.test:443'] as $target) {
    echo run_php(str_replace('TARGET', $target, $code), '2>/dev/null'), "\n";
}
var_dump(seen_at('10.11.12.30'));
?>
--EXPECT--
stream_socket_client(): Unable to connect to tcp://10.11.12.30:80 (Permission denied: 10.11.12.30 is a private address)
Allowed memory size of 16777216 bytes exhausted
13 Permission denied: 10.11.12.30 is a private address
connected to 93.184.216.34:7
connected to 93.184.216.34:443

stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
Allowed memory size of 16777216 bytes exhausted
13 Permission denied: 10.11.12.30 is a private address
connected to 93.184.216.34:7
connected to 93.184.216.34:443

stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)
Allowed memory size of 16777216 bytes exhausted
13 Permission denied: 10.11.12.30 is a private address
connected to 93.184.216.34:7
connected to 93.184.216.34:443

stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:
Allowed memory size of 16777216 bytes exhausted
13 Permission denied: 10.11.12.30 is a private address
connected to 93.184.216.34:7
connected to 93.184.216.34:443

array(0) {
}
