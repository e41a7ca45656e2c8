--TEST--
aesock_check converts its arguments, and throws, as a PHP function with its signature does
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
function as_php(string $host, int|string|null $port = null, string $transport = 'tcp'): array {
    return aesock_check($host, $port, $transport);
}

/** What $function makes of $arguments. */
function told(string $function, array $arguments): string {
    try {
        return json_encode($function(...$arguments));
    } catch (Throwable $error) {
        return $error::class . ' ' . preg_replace(['/^\w+/', '/, called in .*/'], ['f', ''], $error->getMessage());
    }
}

$text = new class { public function __toString(): string { return '10.0.0.5'; } };
$port = new class { public function __toString(): string { return '80'; } };
$calls = [
    'no port' => ['10.0.0.5:80'], 'int port' => ['10.0.0.5', 80], 'string port' => ['10.0.0.5', '80'], 'null port' => ['10.0.0.5:80', null],
    'named' => ['host' => '10.0.0.5', 'port' => 80, 'transport' => 'udp'], 'skipped port' => ['host' => '10.0.0.5:80', 'transport' => 'udp'],
    'unknown name' => ['host' => '10.0.0.5', 'prot' => 80],
    'float port' => ['10.0.0.5', 80.0], 'true port' => ['10.0.0.5', true], 'array port' => ['10.0.0.5', []],
    'object port' => ['10.0.0.5', new stdClass()], 'Stringable port' => ['10.0.0.5', $port],
    'array host' => [[], 80], 'int host' => [10, 80], 'Stringable host' => [$text, 80],
    'array transport' => ['10.0.0.5', 80, []], 'binary transport' => ['10.0.0.5', 80, "\xff"],
];
foreach ($calls as $call => $arguments) {
    $ours = told('aesock_check', $arguments);
    $expected = told('as_php', $arguments);
    echo $call, ': ', $ours === $expected ? 'as PHP' : "$ours, not $expected", "\n";
}
?>
--EXPECT--
no port: as PHP
int port: as PHP
string port: as PHP
null port: as PHP
named: as PHP
skipped port: as PHP
unknown name: as PHP
float port: as PHP
true port: as PHP
array port: as PHP
object port: as PHP
Stringable port: as PHP
array host: as PHP
int host: as PHP
Stringable host: as PHP
array transport: as PHP
binary transport: as PHP
