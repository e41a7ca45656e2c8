--TEST--
A thousand refusals and connections leave no memory and no descriptor behind
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$work = function (): void {
    foreach (['tcp://10.0.0.5:80', 'tcp://93.184.216.34:7', 'tcp://plain.test:7', 'unix:///x', 'tcp://h', 'udp://93.184.216.34:7', 'ssl://10.0.0.5:80'] as $target) {
        @stream_socket_client($target, $errno, $errstr, 3);
        @fsockopen('10.0.0.5', 80, $errno, $errstr);
    }
};
$work();
[$memory, $descriptors] = [memory_get_usage(), count(scandir('/proc/self/fd'))];
for ($i = 0; $i < 150; $i++) {
    $work();
}
var_dump(memory_get_usage() - $memory < 4096, count(scandir('/proc/self/fd')) - $descriptors);
?>
--EXPECT--
bool(true)
int(0)
