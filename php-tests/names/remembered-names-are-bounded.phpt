--TEST--
However many names a script resolves, and however many addresses they have, a worker keeps little more than a mebibyte of them
--CONFLICTS--
answers
--SKIPIF--
<?php
require __DIR__ . '/../include/no-sanitizer.skip.inc';
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$name = fn (int $number): string => str_repeat("a$number.", 8) . 'scripted.test';
script_answers(...array_map(fn ($number) => [$name($number), 'A=93.184.216.1..60', 3600], range(0, 1999)));
$own_memory = function (): int {
    preg_match('/^RssAnon:\s+(\d+) kB$/m', file_get_contents('/proc/self/status'), $found);
    return (int) $found[1];
};
$resolve = fn (int $number): int => count(aesock_check($name($number), 80)['addresses']);
// What is made once is there.
for ($number = 0; $number < 50; $number++) {
    $resolve($number);
}
$before = $own_memory();
for (; $number < 2000; $number++) {
    if ($resolve($number) !== 60) {
        die("$number is not resolved");
    }
}
$grown = $own_memory() - $before;
echo $grown < 2500 ? 'bounded' : "$grown KiB", "\n";
?>
--EXPECT--
bounded
