--TEST--
Options, messages and hints of random shapes are converted as by PHP's own ext/sockets; a difference tells its seed
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
require __DIR__ . '/../include/lifecycle.inc';
if (!is_file(ini_get('extension_dir') . '/sockets.so')) die('skip there is no ext/sockets to compare with');
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$seconds = (int) getenv('RANDOM_SECONDS');
$end = hrtime(true) + $seconds * 1e9;
do {
    $seed = (int) (getenv('RANDOM_SEED') ?: random_int(1, 1 << 30));
    $code = 'require ' . var_export(__DIR__ . '/own-random.inc', true) . "; random_calls($seed, 2000);";
    $run = fn (array $loaded) => explode("\n", output([...command(['aesock.mode' => 'passthrough', 'aesock.sockets' => '1', 'precision' => 17, 'memory_limit' => '256M'], $loaded), '-r', $code]));
    [$stock, $ours] = [$run(['AESOCK', 'sockets']), $run(['AESOCK'])];
    foreach ($stock as $number => $line) {
        if ($line !== ($ours[$number] ?? null)) {
            die("RANDOM_SEED=$seed\nstock: $line\nours:  " . ($ours[$number] ?? 'nothing') . "\n");
        }
    }
    count($stock) === count($ours) && count($stock) > 1500 || die("RANDOM_SEED=$seed " . count($stock) . ' and ' . count($ours) . ' lines: ' . end($ours) . "\n");
} while (hrtime(true) < $end);
echo "no difference\n";
?>
--EXPECT--
no difference
