--TEST--
Mode passthrough: what fails, fails with the warnings of PHP without aesock
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

const CODE = <<<'PHP'
    $targets = ['tcp://10.0.0.5:9', 'tcp://nowhere.test:80', 'tcp://10.0.0.5', 'tcp://[::1', 'unix:///nonexistent/socket'];
    foreach ($targets as $target) {
        var_dump(stream_socket_client($target, $errno, $error, 2), $errno, $error);
        var_dump(fsockopen($target, -1, $errno, $error, 2), $errno, $error);
    }
    var_dump(stream_socket_server('tcp://10.0.0.5:80', $errno, $error), $errno, $error);
    var_dump(stream_socket_pair(99, 99, 0), stream_socket_sendto(STDIN, 'x', 0, 'nowhere'));
    PHP;
$stock = output([...command(loaded: []), '-r', CODE]);
$ours = php(CODE, ['aesock.mode' => 'passthrough', 'aesock.log' => 'all']);
var_dump(substr_count($stock, 'Warning:'), $ours === $stock ?: $ours);
?>
--EXPECT--
int(15)
bool(true)
