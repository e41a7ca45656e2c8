--TEST--
Each function takes and rejects arguments as in PHP, word by word, and converts them once
--EXTENSIONS--
sockets
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
$reason = 'refuses raw sockets in the kernel, whatever the rules say'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$calls = fn (array $settings, bool $stock = false): array => explode("\n", output([...sockets_command($settings, $stock), __DIR__ . '/arguments.inc']));
// A name that cannot be one leaves h_errno as it was: PHP tells the number of an earlier failure.
$settled = fn (array $lines): array => preg_replace(
    ['/\[-1000[013]\]: (Unknown error -10000|Unknown server error|Unknown host)/', '/-1000[013]$/'],
    ['[no such name]', 'no such name'],
    $lines,
);
$count = fn (string $pattern, array $lines): string => count(preg_grep($pattern, $lines)) > 1000 ? 'many' : 'few';

$stock = $settled($calls([], true));
echo 'calls: ', $count('/./', $stock), ', errors: ', $count('/: throws \w*Error/', $stock), ', successes: ', $count('/: (?!.*throws |false).*\| 0$/', $stock), "\n";
echo count(preg_grep('/deprecated: /', $stock)) > 100 ? "many deprecations\n" : "few deprecations\n";

// Nothing is refused: all is the same, but for options whose numbers 32 bits would take for others.
foreach (array_diff_assoc($settled($calls(['aesock.allow' => 'any'])), $stock) as $index => $line) {
    if (preg_match('/^socket_[gs]et_?opt\w* #[12] = (2\^32|max|min) .*: socket option .* is not supported; false /', $line)) {
        continue;
    }
    echo "PHP:    {$stock[$index]}\naesock: $line\n";
}
echo "all allowed: compared\n";

// The policy answers where PHP would have gone on, after the same conversions; simulated options take any value.
$deprecations = fn (string $line): array => preg_match_all('/deprecated: [^;]*/', $line, $found) ? $found[0] : [];
$refused = 0;
foreach (array_diff_assoc($settled($calls([])), $stock) as $index => $line) {
    $is_refused = preg_match('/ \[\d+\]: (Permission denied|Invalid argument|Protocol not supported|Address family not supported by protocol): /', $line);
    $is_simulated = preg_match('/^socket_get_?opt\w* #2 .* (128|2097152) \| |^socket_set_?opt\w* #3 .*: true \| /', $line);
    $refused += $is_refused;
    if ($deprecations($line) !== $deprecations($stock[$index]) || !$is_simulated && (!$is_refused || str_contains($stock[$index], ': throws '))) {
        echo "PHP:    {$stock[$index]}\naesock: $line\n";
    }
}
echo $refused > 500 ? 'many' : $refused, " refused\n";
?>
--EXPECT--
calls: many, errors: many, successes: many
many deprecations
all allowed: compared
many refused
