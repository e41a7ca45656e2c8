--TEST--
A handle that a destructor adds to a multi handle while that is closed is under the policy in each transfer, and can be reset in none
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

class Trap
{
    function __construct(private Closure $springs) {}
    function __invoke() { return 0; }
    function __destruct() { ($this->springs)(); }
}
/** A stream that suspends the fiber that closes it. */
class Stream
{
    public $context;
    function stream_open() { return true; }
    function stream_close() { Fiber::getCurrent() and Fiber::suspend(); }
}
stream_wrapper_register('trap', Stream::class);

// A black hole first, and 200 ms later (Happy Eyeballs) an address that is refused.
$late = handle('gopher://x.test:80/_x', [
    CURLOPT_RESOLVE => ['x.test:80:2606:4700:4700::dead,169.254.169.254'],
    CURLOPT_INFILE => fopen('trap://', 'r'),
]);
$resets = handle('http://93.184.216.34/', [CURLOPT_WRITEFUNCTION => function ($handle, string $data) use ($late): int {
    static $fiber;
    if (!$fiber) {
        $fiber = new Fiber(function () use ($late): void {
            try {
                curl_reset($late);
            } catch (Error $error) {
                echo $error->getMessage(), "\n";
            }
        });
        $fiber->start();
        // The second address is due when this returns to libcurl.
        curl_setopt($late, CURLOPT_CONNECTTIMEOUT, 2_000_000);
        usleep(300_000);
    }
    return strlen($data);
}]);
$multi = curl_multi_init();
$first = handle('http://93.184.216.34/');
curl_setopt($first, CURLOPT_PROGRESSFUNCTION, new Trap(function () use ($multi, $late, $resets): void {
    curl_multi_add_handle($multi, $resets);
    curl_multi_add_handle($multi, $late);
}));
curl_multi_add_handle($multi, $first);
unset($first);
lab_seen();
curl_multi_close($multi);
do {
    curl_multi_exec($multi, $running);
    curl_multi_select($multi, 0.1);
    $seen = seen_at('169.254.169.254');
} while ($running && !$seen && !str_contains(curl_error($late), 'link-local'));
tell($seen);
?>
--EXPECT--
curl_reset(): Attempt to reset cURL handle from a callback
[]
