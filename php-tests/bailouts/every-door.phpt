--TEST--
Whatever ends a page in the middle of a call of a hooked function, the worker keeps no descriptor that stock PHP would not, and no memory
--CONFLICTS--
all
--SKIPIF--
<?php
$needed = ['curl', 'ftp', 'sockets'];
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
?>
--INI--
aesock.mode=passthrough
--FILE--
<?php
require __DIR__ . '/bailouts.inc';

$hooks = array_keys(aesock_status()['hooks']);
$functions = array_map(fn ($hook) => substr($hook, 0, -2), preg_grep('/\(\)$/', $hooks));
[$worker, $stock] = [new Worker(), new Worker(is_stock: true)];
$pages = array_filter(pages($worker, $functions), $worker->ends(...));

// Which of them end within the call, and that enough do.
$doors = array_count_values(array_column($pages, 'DOOR'));
$calls = explode("\n", $worker->page(['DOOR' => 'calls']));
echo count($functions) > 140 && count(array_intersect($functions, array_keys($doors))) > 100 ? 'most functions' : json_encode($doors), "\n";
echo 'not ended: ', json_encode(array_values(array_filter($calls, fn ($call) => ($doors[$call] ?? 0) < 3))), "\n";

$left = function (Worker $worker, array $page): int {
    $worker->ends($page);
    $before = $worker->descriptors();
    $worker->ends($page);
    return $worker->descriptors() - $before;
};
foreach ($pages as $page) {
    $more = $left($worker, $page);
    if ($more > 0 && $more > $left($stock, $page)) {
        echo named($page), " leaves $more descriptors\n";
    }
}
?>
--EXPECT--
most functions
not ended: []
