--TEST--
Mode enforce: what is refused sends no packet, and the reason is told
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
$targets = ['tcp://10.0.0.5:7010', 'tcp://private.test:7010', 'tcp://plain.test:7010', 'tcp://plain.test:25'];
foreach ($targets as $target) {
    $stream = @stream_socket_client($target, $errno, $error);
    echo $target, ' ', $stream ? fgets($stream) : "$errno $error\n";
}
?>
--EXPECT--
tcp://10.0.0.5:7010 13 Permission denied: 10.0.0.5 is a private address
tcp://private.test:7010 13 Permission denied: private.test (10.0.0.5) is a private address
tcp://plain.test:7010 line1
tcp://plain.test:25 13 Permission denied: port 25 of plain.test (93.184.216.34) is blocked, use 587 or 465
