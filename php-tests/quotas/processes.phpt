--TEST--
A quota is one for all processes of an application, and each application has its own
--INI--
aesock.quota=connects:50/day
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (!function_exists('pcntl_fork')) die('skip this PHP has no pcntl');
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

// Eight processes of ten attempts each.
for ($children = []; count($children) < 8;) {
    [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    if (($child = pcntl_fork()) === 0) {
        for ($connected = $i = 0; $i < 10; $i++) {
            $connected += (int) is_resource(@fsockopen('93.184.218.14', 7, $errno));
        }
        fwrite($there, "$connected\n");
        exec('kill -9 ' . getmypid());
    }
    $children[$child] = $here;
}
$connected = array_sum(array_map(fgets(...), $children));
array_map(fn ($child) => pcntl_waitpid($child, $status), array_keys($children));
tell($connected, aesock_usage()['connects'], aesock_usage()['denials']['quota']);
?>
--EXPECT--
50 50 30
