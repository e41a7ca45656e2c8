--TEST--
Wrong arguments are answered as without aesock
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

const CODE = <<<'CODE'
    print_warnings();
    class Text { function __construct(private string $text) {} function __toString(): string { echo "(converted)"; return $this->text; } }
    class Thrower { function __toString(): string { throw new Exception('thrown'); } }
    $h = fn () => curl_init('http://93.184.216.34/');
    $m = curl_multi_init();
    $calls = [
        ['curl_init', []], ['curl_init', [[]]], ['curl_init', ["a\0b"]], ['curl_init', ['a', 'b']],
        ['curl_exec', []], ['curl_exec', [1]], ['curl_exec', [$m]], ['curl_exec', [$h(), 2]], ['curl_exec', [new stdClass]],
        ['curl_error', []], ['curl_error', [null]], ['curl_error', [$h()]],
        ['curl_copy_handle', []], ['curl_copy_handle', [$m]], ['curl_reset', []], ['curl_reset', ['x']],
        ['curl_multi_add_handle', [$m]], ['curl_multi_add_handle', [$m, $m]], ['curl_multi_add_handle', [$h(), $m]],
        ['curl_multi_exec', [$m]], ['curl_multi_setopt', [$m, 1]], ['curl_multi_setopt', [$m, 'x', 1]], ['curl_multi_setopt', [$m, -1, 1]], ['curl_multi_setopt', [$m, CURLMOPT_MAXCONNECTS, 3]],
        ['curl_setopt', [$h()]], ['curl_setopt', [$h(), 'x', 1]], ['curl_setopt', [$h(), 1.5, 1]], ['curl_setopt', [$h(), null, 1]], ['curl_setopt', [$h(), '10062', '']],
        ['curl_setopt', [$h(), 10062 + (1 << 32), 'lo']], ['curl_setopt', [$h(), -1, true]], ['curl_setopt', [$h(), PHP_INT_MAX, 1]],
        ['curl_setopt', [$h(), CURLOPT_HTTPAUTH, []]], ['curl_setopt', [$h(), CURLOPT_HTTPAUTH, new stdClass]], ['curl_setopt', [$h(), CURLOPT_HTTPAUTH, '1']], ['curl_setopt', [$h(), CURLOPT_HTTPAUTH, 1.9]],
        ['curl_setopt', [$h(), CURLOPT_SSLCERTTYPE, new Text('PEM')]], ['curl_setopt', [$h(), CURLOPT_SSLCERTTYPE, new Thrower]], ['curl_setopt', [$h(), CURLOPT_SSLCERTTYPE, "PEM\0"]],
        ['curl_setopt', [$h(), CURLOPT_URL, new Text('http://93.184.216.34/')]], ['curl_setopt', [$h(), CURLOPT_URL, new Thrower]], ['curl_setopt', [$h(), CURLOPT_URL, "http://a\0b"]],
        ['curl_setopt_array', [$h()]], ['curl_setopt_array', [$h(), 1]], ['curl_setopt_array', [$h(), new stdClass]], ['curl_setopt_array', [$h(), ['x' => 1, CURLOPT_HTTPAUTH => 1]]],
        ['curl_setopt_array', [$h(), [CURLOPT_HTTPAUTH => 1, -5 => 1]]], ['curl_setopt_array', [$h(), [CURLOPT_SSLKEYTYPE => new Text('DER'), CURLOPT_PORT => -1, CURLOPT_USERAGENT => new Text('never')]]],
        ['curl_setopt_array', [$h(), [CURLOPT_SSLKEYTYPE => new Thrower]]], ['curl_setopt_array', [$h(), [CURLOPT_HTTPAUTH => null, CURLOPT_LOCALPORT => false]]],
        ['curl_pause', [$h()]], ['curl_upkeep', []],
    ];
    foreach ($calls as [$name, $arguments]) {
        try {
            $result = $name(...$arguments);
            tell($name, is_object($result) ? $result::class : $result);
        } catch (Throwable $error) {
            tell($name, $error::class, $error->getMessage());
        }
    }
    CODE;
foreach ([[], ['open_basedir' => '/']] as $settings) {
    $result = curl_as_in_stock(CODE, $settings);
    echo str_contains($result, 'with aesock') ? $result : substr_count($result, "\n") . ' lines, all as in stock', "\n";
}
?>
--EXPECT--
54 lines, all as in stock
54 lines, all as in stock
