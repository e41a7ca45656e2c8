--TEST--
A connection by a name that is in no cache makes at most as many system calls as in stock PHP: 17, where stock makes 28
--CONFLICTS--
answers
--SKIPIF--
<?php
require __DIR__ . '/../include/no-sanitizer.skip.inc';
require __DIR__ . '/../include/lab.skip.inc';
if (!shell_exec('command -v strace')) die('skip needs strace');
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/lifecycle.inc';

script_answers(['counted.scripted.test', 'A=93.184.217.49', '0']);
/** How many calls a connection makes, as most of many do: what comes but once a second is among those of a few. */
$calls = function (string $options): int {
    $code = "for (\$i = 0; \$i < 20; \$i++) { @readlink('/connection'); fclose(fsockopen('counted.scripted.test', 7)); } @readlink('/connection');";
    $trace = scratch();
    exec('strace -f -o ' . escapeshellarg($trace) . ' ' . PHP_BINARY . " -n$options -r " . escapeshellarg($code));
    // What comes before the first connection and behind the last one is PHP's start and end.
    $parts = array_slice(explode('"/connection"', file_get_contents($trace)), 1, -1);
    $counts = array_count_values(array_map(fn (string $part) => substr_count($part, "\n") - 1, $parts));
    arsort($counts);
    return array_key_first($counts);
};
[$stock, $ours] = [$calls(''), $calls(aesock_options(['aesock.nameservers' => '8.8.4.4']))];
echo $ours <= $stock ? "no more than stock\n" : "$ours, and stock $stock\n";
echo "$ours\n";
?>
--EXPECT--
no more than stock
17
