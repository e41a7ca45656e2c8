--TEST--
Fibers that are suspended inside a connect when the script ends, exits, throws or runs out of memory are unwound as in stock PHP
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
$reason = 'there is no memory limit';
require __DIR__ . '/../include/no-valgrind.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$ends = [
    'the script ends' => '',
    'it exits' => 'exit(3);',
    'it throws' => 'throw new Exception("end");',
    'its memory runs out' => 'ini_set("memory_limit", "16M"); for ($kept = []; ; $kept[] = str_repeat("x", 100000));',
];
foreach ($ends as $name => $end) {
    echo "$name\n", as_in_stock(<<<'PHP'
        register_shutdown_function(fn () => print(dial('ssl://plain.test:443', context: trusting()) . "\n"));
        ini_set('display_errors', '0');
        foreach (['tcp://93.184.216.34:81', 'tcp://nosuch.test:80', 'ssl://plain.test:443'] as $target) {
            $fibers[] = $fiber = new Fiber(function () use ($target) {
                set_error_handler(fn ($level, $message) => Fiber::suspend(strtok($message, "\n")));
                try {
                    stream_socket_client($target, $errno, $errstr, 3);
                } finally {
                    tell('unwound', $errno, $errstr);
                }
            });
            tell($fiber->start());
        }

        PHP . $end);
}
?>
--EXPECT--
the script ends
"stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)"
"stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:"
connected to 93.184.216.34:443
"unwound" 111 "Connection refused"
"unwound" 0 "php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"unwound" 0 ""
it exits
"stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)"
"stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:"
connected to 93.184.216.34:443
"unwound" 111 "Connection refused"
"unwound" 0 "php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"unwound" 0 ""
exit status 3
it throws
"stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)"
"stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:"
connected to 93.184.216.34:443
"unwound" 111 "Connection refused"
"unwound" 0 "php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"unwound" 0 ""
exit status 255
its memory runs out
"stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)"
"stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:"
connected to 93.184.216.34:443
exit status 255
