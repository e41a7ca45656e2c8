--TEST--
A handle whose transfer is under way cannot be reset, wherever in the transfer that is tried
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

/** A stream that suspends the fiber that closes it. */
class Stream
{
    public $context;
    function stream_open() { return true; }
    function stream_close() { Fiber::getCurrent() and Fiber::suspend(); }
}
stream_wrapper_register('trap', Stream::class);

function drive(CurlMultiHandle $multi): void
{
    do {
        curl_multi_exec($multi, $running);
        $running and curl_multi_select($multi, 1);
    } while ($running);
}

/** Has ext/curl warn of a handle, between two callbacks, and resets it there; what that ends in. */
function reset_by_error_handler(string $way, callable $transfer, ?CurlHandle $other = null): void
{
    $error = fopen('php://memory', 'w');
    $handle = handle('http://plain.test/redirect-private', [CURLOPT_RETURNTRANSFER => false]);
    curl_setopt_array($handle, [
        CURLOPT_INFILE => fopen('trap://', 'r'),
        CURLOPT_STDERR => $error,
        CURLOPT_HEADERFUNCTION => function ($handle, string $header) use ($error): int {
            is_resource($error) and fclose($error);
            return strlen($header);
        },
    ]);
    $way === 'before' and fclose($error);
    set_error_handler(function (int $level, string $message) use ($handle): bool {
        restore_error_handler();
        $fiber = new Fiber(function () use ($handle): void {
            try {
                curl_reset($handle);
                echo 'reset ';
            } catch (Error $error) {
                echo $error->getMessage(), ' ';
            }
        });
        $fiber->start();
        curl_setopt($handle, CURLOPT_FOLLOWLOCATION, true);
        $fiber->isTerminated() or register_shutdown_function(fn () => $fiber->resume());
        return true;
    });
    $transfer($handle);
    echo json_encode(seen_at('10.0.0.5')), "\n";
}

reset_by_error_handler('in curl_exec', 'curl_exec');
?>
--EXPECT--
x
