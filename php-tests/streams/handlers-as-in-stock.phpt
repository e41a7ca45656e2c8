--TEST--
A handler may throw, connect or suspend inside the warnings of a connect that fails, a handshake's included, as in stock PHP
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock(<<<'PHP'
    const TARGETS = ['tcp://93.184.216.34:81', 'tcp://nosuch.test:80', 'ssl://plain.test:443'];
    $line = fn (string $message) => strtok($message, "\n");
    $streams = fn () => count(get_resources('stream'));

    echo "throws\n";
    foreach (TARGETS as $target) {
        $before = $streams();
        set_error_handler(fn ($level, $message) => throw new RuntimeException($line($message)));
        $errno = $errstr = 'untouched';
        try {
            stream_socket_client($target, $errno, $errstr, 3);
        } catch (RuntimeException $thrown) {
            for ($chain = []; $thrown; $thrown = $thrown->getPrevious()) {
                $chain[] = $thrown->getMessage();
            }
            tell($chain);
        }
        restore_error_handler();
        unset($thrown);
        tell($errno, $errstr, $streams() - $before);
    }

    echo "connects\n";
    foreach (TARGETS as $target) {
        set_error_handler(function ($level, $message) use ($line, $target) {
            tell($line($message));
            set_error_handler(fn ($level, $message) => tell('within', $line($message)));
            foreach (['tcp://93.184.216.34:7', $target] as $again) {
                $stream = stream_socket_client($again, $errno, $errstr, 3);
                tell('within', is_resource($stream), $errno, $errstr);
            }
            restore_error_handler();
        });
        $stream = stream_socket_client($target, $errno, $errstr, 3);
        restore_error_handler();
        tell($stream, $errno, $errstr);
    }

    echo "suspends\n";
    $fibers = array_map(fn ($target) => new Fiber(function () use ($target, $line) {
        set_error_handler(fn ($level, $message) => Fiber::suspend($line($message)) || true);
        $stream = stream_socket_client($target, $errno, $errstr, 3);
        return [$stream, $errno, $errstr];
    }), TARGETS);
    foreach ($fibers as $fiber) {
        tell($fiber->start());
    }
    echo dial('tcp://93.184.216.34:7'), "\n";
    foreach (array_reverse($fibers) as $fiber) {
        while (!$fiber->isTerminated()) {
            tell($fiber->resume());
        }
        tell(...$fiber->getReturn());
    }

    echo "is thrown into\n";
    foreach (TARGETS as $target) {
        $fiber = new Fiber(function () use ($target, $line) {
            set_error_handler(fn ($level, $message) => Fiber::suspend($line($message)));
            stream_socket_client($target, $errno, $errstr, 3);
        });
        tell($fiber->start());
        try {
            for (;;) {
                tell($fiber->throw(new RuntimeException('thrown in')));
            }
        } catch (RuntimeException $thrown) {
            tell($thrown->getMessage(), $fiber->isTerminated());
        }
    }

    echo "is abandoned\n";
    foreach (TARGETS as $target) {
        $before = $streams();
        $fiber = new Fiber(function () use ($target, $line) {
            set_error_handler(fn ($level, $message) => Fiber::suspend($line($message)));
            stream_socket_client($target, $errno, $errstr, 3);
        });
        $fiber->start();
        unset($fiber);
        gc_collect_cycles();
        tell($streams() - $before);
    }
    echo dial('tcp://93.184.216.34:7'), "\n";
    PHP);
?>
--EXPECT--
throws
["stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)"]
111 "Connection refused" 0
["stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"]
0 "php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known" 0
["stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:"]
0 "" 0
connects
"stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)"
"within" true 0 ""
"within" "stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)"
"within" false 111 "Connection refused"
false 111 "Connection refused"
"stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"within" true 0 ""
"within" "stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"within" "stream_socket_client(): Unable to connect to tcp://nosuch.test:80 (php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known)"
"within" false 0 "php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"stream_socket_client(): Unable to connect to tcp://nosuch.test:80 (php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known)"
"within" true 0 ""
"within" "stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"within" "stream_socket_client(): Unable to connect to tcp://nosuch.test:80 (php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known)"
"within" false 0 "php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
false 0 "php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:"
"within" true 0 ""
"within" "stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:"
"within" "stream_socket_client(): Failed to enable crypto"
"within" "stream_socket_client(): Unable to connect to ssl://plain.test:443 (Unknown error)"
"within" false 0 ""
"stream_socket_client(): Failed to enable crypto"
"within" true 0 ""
"within" "stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:"
"within" "stream_socket_client(): Failed to enable crypto"
"within" "stream_socket_client(): Unable to connect to ssl://plain.test:443 (Unknown error)"
"within" false 0 ""
"stream_socket_client(): Unable to connect to ssl://plain.test:443 (Unknown error)"
"within" true 0 ""
"within" "stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:"
"within" "stream_socket_client(): Failed to enable crypto"
"within" "stream_socket_client(): Unable to connect to ssl://plain.test:443 (Unknown error)"
"within" false 0 ""
false 0 ""
suspends
"stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)"
"stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:"
connected to 93.184.216.34:7
"stream_socket_client(): Failed to enable crypto"
"stream_socket_client(): Unable to connect to ssl://plain.test:443 (Unknown error)"
null
false 0 ""
"stream_socket_client(): Unable to connect to tcp://nosuch.test:80 (php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known)"
null
false 0 "php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
null
false 111 "Connection refused"
is thrown into
"stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)"
"thrown in" true
"stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known"
"thrown in" true
"stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:"
"thrown in" true
is abandoned
0
0
0
connected to 93.184.216.34:7
