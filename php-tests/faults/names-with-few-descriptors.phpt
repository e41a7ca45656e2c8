--TEST--
A name that was asked for with too few descriptors is asked for again as soon as there are more
--SKIPIF--
<?php
require __DIR__ . '/../include/no-sanitizer.skip.inc';
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

// Each PHP knows nothing of the name before.
$code = <<<'PHP'
    $addresses = fn () => count(aesock_check('dual.test', 80)['addresses']);
    for ($held = []; $file = @fopen('/dev/null', 'r'); $held[] = $file);
    array_splice($held, 0, $argv[1]);
    $few = $addresses();
    $held = [];
    echo "$few {$addresses()}";
    PHP;
$command = ['prlimit', '--nofile=64', getenv('TEST_PHP_EXECUTABLE'), '-n'];
for ($free = 0; $free < 16; $free++) {
    [$few[], $then[]] = explode(' ', shell_exec(implode(' ', array_map('escapeshellarg', $command)) . aesock_options([]) . ' -r ' . escapeshellarg($code) . " $free 2>&1"), 2);
}
tell('with few descriptors', array_values(array_unique($few)));
tell('afterwards', array_values(array_unique($then)));
?>
--EXPECT--
"with few descriptors" ["0","2"]
"afterwards" ["2"]
