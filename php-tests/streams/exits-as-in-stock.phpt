--TEST--
exit() inside any warning of a connect, a handshake's included, ends the script as in stock PHP
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$calls = [
    'stream_socket_client($target, $errno, $errstr, 3)',
    'pfsockopen($target, -1, $errno, $errstr, 3)',
    'file_get_contents(str_replace(["tcp", "ssl"], ["http", "https"], $target))',
];
foreach (['tcp://93.184.216.34:81', 'tcp://nosuch.test:80', 'ssl://plain.test:443'] as $target) {
    foreach ($calls as $call) {
        echo as_in_stock("\$target = '$target'; \$call = fn () => $call; " . <<<'PHP'
            final class Late
            {
                public function __destruct()
                {
                    echo dial('tcp://93.184.216.34:7'), "\n";
                }
            }
            $late = new Late();
            register_shutdown_function(fn () => print(dial('ssl://plain.test:443', context: trusting()) . "\n"));
            set_error_handler(function ($level, $message) {
                error_reporting(0);
                echo strtok(words_of_any_version($message), "\n"), "\n";
                exit(3);
            });
            try {
                $call();
            } finally {
                echo "not reached\n";
            }
            PHP);
    }
}
?>
--EXPECT--
stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)
connected to 93.184.216.34:443
connected to 93.184.216.34:7
exit status 3
pfsockopen(): Unable to connect to tcp://93.184.216.34:81:-1 (Connection refused)
connected to 93.184.216.34:443
connected to 93.184.216.34:7
exit status 3
file_get_contents(): Failed to open stream: Connection refused
connected to 93.184.216.34:443
connected to 93.184.216.34:7
exit status 3
stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
connected to 93.184.216.34:443
connected to 93.184.216.34:7
exit status 3
pfsockopen(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
connected to 93.184.216.34:443
connected to 93.184.216.34:7
exit status 3
file_get_contents(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
connected to 93.184.216.34:443
connected to 93.184.216.34:7
exit status 3
stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:
connected to 93.184.216.34:443
connected to 93.184.216.34:7
exit status 3
pfsockopen(): SSL operation failed with code 1. OpenSSL Error messages:
connected to 93.184.216.34:443
connected to 93.184.216.34:7
exit status 3
file_get_contents(): SSL operation failed with code 1. OpenSSL Error messages:
connected to 93.184.216.34:443
connected to 93.184.216.34:7
exit status 3
