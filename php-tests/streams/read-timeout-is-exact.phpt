--TEST--
A read that nobody answers ends when its time is over, as in stock PHP: not with one of the kernel's ticks, which are coarser the longer it waits
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
$reason = 'it takes more time than what is measured';
require __DIR__ . '/../include/no-valgrind.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

// From 512 ticks on, which are two seconds in Debian's kernels, the kernel has slots of 64 ticks: a quarter of a second.

/** Starts a process that reads a while later; it prints how many milliseconds too late that ends. */
$start = function (string $options, int $delay): array {
    $code = sprintf('
        $stream = stream_socket_client("tcp://93.184.216.34:7008");
        stream_set_timeout($stream, 2, 200000);
        usleep(%d);
        $start = hrtime(true);
        fread($stream, 1);
        echo stream_get_meta_data($stream)["timed_out"] ? (hrtime(true) - $start) / 1e6 - 2200 : 1e9;', $delay * 1000);
    $process = proc_open(PHP_BINARY . " -n$options -r " . escapeshellarg($code), [1 => ['pipe', 'w']], $pipes);
    return [$process, $pipes[1]];
};
/** The time of most of them. */
$median = function (array $times): float {
    sort($times);
    return $times[intdiv(count($times), 2)];
};
$processes = ['stock' => [], 'with aesock' => []];
for ($i = 0; $i < 8; $i++) {
    $processes['stock'][] = $start('', $i * 32);
    $processes['with aesock'][] = $start(aesock_options(), $i * 32);
}
$late = [];
foreach ($processes as $name => $started) {
    $late[$name] = array_map(fn (array $process) => (float) stream_get_contents($process[1]), $started);
    echo "$name: ", min($late[$name]) < -20 ? 'too early: ' . json_encode($late[$name]) : 'not too early', "\n";
}
// What a busy machine adds, it adds to both.
$more = $median($late['with aesock']) - $median($late['stock']);
echo $more < 60 ? "as late as stock\n" : "$more ms later than stock: " . json_encode($late) . "\n";
?>
--EXPECT--
stock: not too early
with aesock: not too early
as late as stock
