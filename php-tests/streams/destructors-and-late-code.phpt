--TEST--
Destructors and output handlers that connect after the script are judged too
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$code = <<<'PHP'
    final class Late
    {
        public function __destruct()
        {
            @stream_socket_client('tcp://10.11.12.24:80', $errno, $errstr, 3);
            echo "$errno $errstr\n";
        }
    }
    $late = new Late();
    ob_start(function ($buffer) {
        @stream_socket_client('tcp://10.11.12.24:81', $errno, $errstr, 3);
        return "$buffer$errno $errstr\n";
    });
    PHP;
echo run_php($code);
var_dump(seen_at('10.11.12.24'));
?>
--EXPECT--
13 Permission denied: 10.11.12.24 is a private address
13 Permission denied: 10.11.12.24 is a private address
array(0) {
}
