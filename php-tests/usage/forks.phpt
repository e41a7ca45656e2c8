--TEST--
Without a file, processes that fork count together, and what a killed one counted stays
--EXTENSIONS--
posix
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip.inc';
if (!function_exists('pcntl_fork')) die('skip this PHP has no pcntl');
?>
--FILE--
<?php
for ($children = []; count($children) < 8; $children[] = $child) {
    $child = pcntl_fork();
    if ($child === 0) {
        for ($i = 0; $i < 200; $i++) {
            @fsockopen('10.0.0.5', 80);
        }
        posix_kill(getmypid(), SIGKILL);
    }
}
foreach ($children as $child) {
    pcntl_waitpid($child, $status);
}
echo json_encode(aesock_usage()['denials']), "\n";
?>
--EXPECT--
{"private":1600}
