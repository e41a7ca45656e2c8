--TEST--
Whatever ends a page within a call of a hooked function, the worker has no descriptor more than in stock PHP, and no memory
--CONFLICTS--
all
--SKIPIF--
<?php
$needed = ['curl', 'ftp', 'sockets'];
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
$reason = 'there is no memory limit';
require __DIR__ . '/../include/no-valgrind.skip.inc';
?>
--INI--
aesock.mode=passthrough
--FILE--
<?php
require __DIR__ . '/bailouts.inc';

[$worker, $stock] = [new Worker(), new Worker(is_stock: true)];
$hooks = preg_grep('/\(\)$/', array_keys(aesock_status()['hooks']));
$functions = array_map(fn ($hook) => substr($hook, 0, -2), $hooks);
$pages = array_values(array_filter(pages($functions, $worker->calls(), ['exit', 'error', 'memory']), $worker->ends(...)));
$doors = array_count_values(array_column($pages, 'DOOR'));
echo 'not ended: ', json_encode(array_filter($worker->calls(), fn ($call) => ($doors[$call] ?? 0) < 3)), "\n";
$without = array_diff($functions, array_keys($doors));
echo count($functions) - count($without) > 60 ? 'most functions' : 'no user code in: ' . implode(' ', $without), "\n";

compare($worker, $stock, $pages);

// What libcurl has of a transfer that a fatal error left, stock PHP leaves too.
$pages = array_filter($pages, fn ($page) => !str_starts_with($page['DOOR'], 'curl') || $page['WAY'] !== 'call');
$before = $worker->memory();
array_map($worker->ends(...), $pages);
// AddressSanitizer keeps what is freed, to see who uses it afterwards.
$more = getenv('ASAN_OPTIONS') ? 0 : $worker->memory() - $before;
echo $more <= 256 ? 'flat' : "$more KiB more", "\n";
?>
--EXPECTF--
not ended: []
most functions
%S
flat
