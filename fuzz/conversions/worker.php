<?php
/**
 * Tries inputs of random_calls() in this process, keeps those that come to new places of the extension, and changes them. What is tried is in
 * a file: where the process ends before its time, that input did it.
 *
 * Usage: php -d extension=ffi -d extension=AESOCK worker.php SECONDS CORPUS TRIED
 */
require __DIR__ . '/../../php-tests/sockets/own-random.inc';

[, $seconds, $corpus, $tried] = $argv;
$coverage = FFI::cdef('void coverage_begin(void); long coverage_new(void), coverage_visited(void), coverage_places(void);', getenv('LD_PRELOAD'));

/** Runs the calls of an input; how many places are new. */
$try = function (string $input) use ($coverage, $tried): int {
    file_put_contents($tried, $input);
    ob_start();
    $coverage->coverage_begin();
    calls_of($input);
    $new = $coverage->coverage_new();
    ob_end_clean();
    return $new;
};

/** An input that is like one, or like two. */
$change = function (array $inputs): string {
    $input = $inputs[array_rand($inputs)];
    for ($changes = random_int(1, 5); $changes > 0; $changes--) {
        $at = random_int(0, strlen($input));
        $length = random_int(1, 16);
        $input = match (random_int(0, 5)) {
            0 => substr_replace($input, random_bytes($length), $at, $length),
            1 => substr_replace($input, random_bytes($length), $at, 0),
            2 => substr_replace($input, '', $at, $length),
            3 => substr_replace($input, chr(random_int(0, 255)), $at, 1),
            4 => substr($input, 0, $at) . substr($other = $inputs[array_rand($inputs)], random_int(0, strlen($other))),
            5 => substr_replace($input, substr($input, $at, $length), random_int(0, strlen($input)), 0),
        };
    }
    return substr($input, 0, 400);
};

$inputs = array_map('hex2bin', is_file($corpus) ? file($corpus, FILE_IGNORE_NEW_LINES) : []);
foreach ($inputs as $input) {
    $try($input);
}
$first = $coverage->coverage_visited();
$file = fopen($corpus, 'a');
$count = 0;
for ($end = hrtime(true) + $seconds * 1e9; hrtime(true) < $end; $count++) {
    $input = $inputs && random_int(0, 9) ? $change($inputs) : random_bytes(random_int(10, 200));
    if ($try($input) > 0) {
        $inputs[] = $input;
        fwrite($file, bin2hex($input) . "\n");
    }
}
echo "$count inputs, ", count($inputs), " kept, {$coverage->coverage_visited()} of {$coverage->coverage_places()} places of the extension, $first of them at first\n";
