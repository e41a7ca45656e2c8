--TEST--
Options, messages and hints that come to all places of the conversions that were reached by fuzzing are converted as by PHP's own ext/sockets
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
require __DIR__ . '/../include/lifecycle.inc';
if (!is_file(ini_get('extension_dir') . '/sockets.so')) die('skip there is no ext/sockets to compare with');
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$folder = dirname(__DIR__, 2) . '/fuzz/conversions';
$code = 'require ' . var_export(__DIR__ . '/own-random.inc', true) . '; foreach (file(' . var_export("$folder/corpus.txt", true) . ', FILE_IGNORE_NEW_LINES) as $input) { echo "input $input\n"; calls_of(hex2bin($input)); }';
$run = fn (array $loaded) => explode("\n", output([...command(['aesock.mode' => 'passthrough', 'aesock.sockets' => '1', 'precision' => 17, 'memory_limit' => '1G'], $loaded), '-r', $code]));
[$stock, $ours] = [$run(['AESOCK', 'sockets']), $run(['AESOCK'])];
$input = '';
foreach ($stock as $number => $line) {
    $input = str_starts_with($line, 'input ') ? $line : $input;
    if ($line !== ($ours[$number] ?? null)) {
        die("$input\nstock: $line\nours:  " . ($ours[$number] ?? 'nothing') . "\n");
    }
}
echo count($stock) === count($ours) && count($stock) > 100 ? 'no difference' : count($stock) . ' and ' . count($ours) . ' lines', "\n";
?>
--EXPECT--
no difference
