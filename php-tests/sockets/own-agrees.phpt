--TEST--
The functions that aesock brings do what PHP's own do: every function with every kind of argument, and conversations over sockets within the host
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
require __DIR__ . '/../include/lifecycle.inc';
$reason = 'where it takes longer than a test may';
require __DIR__ . '/../include/no-valgrind.skip.inc';
if (!is_file(ini_get('extension_dir') . '/sockets.so')) die('skip there is no ext/sockets to compare with');
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$code = 'require ' . var_export(__DIR__ . '/own-agrees.inc', true) . '; ';
foreach (['arguments', 'options', 'messages', 'conversations', 'by_reference', 'versions'] as $part) {
    $run = fn (array $loaded) => explode("\n", output([...command(['aesock.mode' => 'passthrough', 'aesock.sockets' => '1', 'precision' => 17], $loaded), '-r', "$code $part();"]));
    [$stock, $ours] = [$run(['AESOCK', 'sockets']), $run(['AESOCK'])];
    foreach ($stock as $number => $line) {
        if ($line !== ($ours[$number] ?? null)) {
            echo "stock: $line\nours:  ", $ours[$number] ?? 'nothing', "\n";
        }
    }
    echo $part, ' ', count($stock) === count($ours) && count($stock) > 20 ? 'compared' : count($stock) . ' and ' . count($ours) . " lines\n" . end($ours), "\n";
}
?>
--EXPECT--
arguments compared
options compared
messages compared
conversations compared
by_reference compared
versions compared
