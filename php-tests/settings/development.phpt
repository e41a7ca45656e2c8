--TEST--
Outside of the development server loopback is allowed by aesock.development=1 only, and nothing else is
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

const CODE = <<<'PHP'
    foreach (['127.0.0.1:8099', 'localhost:8099', '[::1]:8099', '192.0.2.2:8099', '10.0.0.5:80', '127.0.0.1:25'] as $target) {
        $stream = @stream_socket_client("tcp://$target", $errno);
        echo $target, ' ', $stream ? fgets($stream) : "$errno " . aesock_check($target)['reason'] . "\n";
    }
    PHP;
foreach (['auto', '0', '1'] as $value) {
    echo "$value:\n", php(CODE, ['aesock.development' => $value]);
}
?>
--EXPECT--
auto:
127.0.0.1:8099 13 loopback
localhost:8099 13 loopback
[::1]:8099 13 loopback
192.0.2.2:8099 13 loopback
10.0.0.5:80 13 private
127.0.0.1:25 13 port-25
0:
127.0.0.1:8099 13 loopback
localhost:8099 13 loopback
[::1]:8099 13 loopback
192.0.2.2:8099 13 loopback
10.0.0.5:80 13 private
127.0.0.1:25 13 port-25
1:
127.0.0.1:8099 loopback
localhost:8099 loopback
[::1]:8099 loopback
192.0.2.2:8099 loopback
10.0.0.5:80 13 private
127.0.0.1:25 13 port-25
