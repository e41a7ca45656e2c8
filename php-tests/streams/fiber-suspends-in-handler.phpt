--TEST--
A fiber that suspends in the warning of a refusal leaves no stream without the policy
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$connect = function (string $target) {
    // The engine has no handler while it is in one, and here it stays in one.
    set_error_handler(fn ($level, $message) => Fiber::suspend($message) || true);
    $stream = stream_socket_client($target, $errno, $errstr, 3);
    return outcome($stream, $errno, $errstr);
};
$fibers = [];
foreach (['tcp://10.11.12.21:80', 'tcp://nosuch.test:80', 'tls://10.11.12.21:443'] as $target) {
    $fibers[] = $fiber = new Fiber($connect);
    echo $fiber->start($target), "\n";
}
echo dial('tcp://10.11.12.21:81'), "\n", dial('tcp://93.184.216.34:7'), "\n";
foreach (array_reverse($fibers) as $fiber) {
    while (!$fiber->isTerminated()) {
        $fiber->resume();
    }
    echo $fiber->getReturn(), "\n";
}
$abandoned = new Fiber($connect);
$abandoned->start('tcp://nosuch.test:80');
unset($abandoned);
var_dump(seen_at('10.11.12.21'));
?>
--EXPECT--
stream_socket_client(): Unable to connect to tcp://10.11.12.21:80 (Permission denied: 10.11.12.21 is a private address)
stream_socket_client(): php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
stream_socket_client(): Unable to connect to tls://10.11.12.21:443 (Permission denied: 10.11.12.21 is a private address)
13 Permission denied: 10.11.12.21 is a private address
connected to 93.184.216.34:7
13 Permission denied: 10.11.12.21 is a private address
0 php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
13 Permission denied: 10.11.12.21 is a private address
array(0) {
}
