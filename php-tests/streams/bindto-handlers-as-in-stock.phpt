--TEST--
A handler may throw, suspend or exit inside the warning about a bindto that is no address, as in stock PHP
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock(<<<'PHP'
    $connect = function (string $target) {
        $context = trusting(others: ['socket' => ['bindto' => 'nothing:0']]);
        $errno = $errstr = 'untouched';
        $stream = stream_socket_client($target, $errno, $errstr, 5, context: $context);
        return [$stream ? stream_socket_get_name($stream, true) : $stream, $errno, $errstr, $stream ? stream_get_meta_data($stream)['crypto']['protocol'] ?? 'no TLS' : ''];
    };
    foreach (['tcp://93.184.216.34:7', 'udp://93.184.216.34:7', 'ssl://plain.test:443', 'tcp://93.184.216.34:81'] as $target) {
        echo "$target\n";
        $before = count(get_resources('stream'));
        set_error_handler(fn ($level, $message) => throw new RuntimeException($message));
        try {
            tell(...$connect($target));
        } catch (RuntimeException $thrown) {
            for (; $thrown; $thrown = $thrown->getPrevious()) {
                tell(strtok($thrown->getMessage(), "\n"));
            }
        }
        restore_error_handler();
        gc_collect_cycles();
        tell(count(get_resources('stream')) - $before);

        $fiber = new Fiber(function () use ($target, $connect) {
            set_error_handler(fn ($level, $message) => Fiber::suspend($message) || true);
            return $connect($target);
        });
        for ($message = $fiber->start(); !$fiber->isTerminated(); $message = $fiber->resume()) {
            tell($message, dial('tcp://93.184.216.34:7'));
        }
        tell(...$fiber->getReturn());
    }
    register_shutdown_function(fn () => print(dial('ssl://plain.test:443', context: trusting()) . "\n"));
    set_error_handler(fn () => exit(3));
    $connect('ssl://plain.test:443');
    PHP);
?>
--EXPECT--
tcp://93.184.216.34:7
"stream_socket_client(): Invalid IP Address: nothing"
0
"stream_socket_client(): Invalid IP Address: nothing" "connected to 93.184.216.34:7"
"93.184.216.34:7" 0 "" "no TLS"
udp://93.184.216.34:7
"stream_socket_client(): Invalid IP Address: nothing"
0
"stream_socket_client(): Invalid IP Address: nothing" "connected to 93.184.216.34:7"
"93.184.216.34:7" 0 "" "no TLS"
ssl://plain.test:443
"stream_socket_client(): Invalid IP Address: nothing"
0
"stream_socket_client(): Invalid IP Address: nothing" "connected to 93.184.216.34:7"
"93.184.216.34:443" 0 "" "TLSv1.2"
tcp://93.184.216.34:81
"stream_socket_client(): Invalid IP Address: nothing"
0
"stream_socket_client(): Invalid IP Address: nothing" "connected to 93.184.216.34:7"
"stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)" "connected to 93.184.216.34:7"
false 111 "Connection refused" ""
connected to 93.184.216.34:443
exit status 3
