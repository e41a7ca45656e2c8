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

script_answers(['counted.scripted.test', 'A=93.184.217.49', '0']);
/** How many calls one of many connections makes; what comes but once a second is not among them. */
$calls = function (string $options): int {
    $count = function (int $times) use ($options): int {
        $code = "for (\$i = 0; \$i < $times; \$i++) fclose(fsockopen('counted.scripted.test', 7));";
        exec("exec 3>&1; strace -f -c -U calls -o /dev/fd/3 " . PHP_BINARY . " -n$options -r " . escapeshellarg($code), $lines);
        // The last number is the total.
        return max(array_map('intval', $lines));
    };
    return intdiv($count(60) - $count(10), 50);
};
[$stock, $ours] = [$calls(''), $calls(aesock_options(['aesock.nameservers' => '8.8.4.4']))];
echo $ours <= $stock ? "no more than stock\n" : "$ours, and stock $stock\n";
echo "$ours\n";
?>
--EXPECT--
no more than stock
17
