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

/** A handle of which ext/curl warns between two callbacks, or before the transfer. */
function provoking(bool $before = false): CurlHandle
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
    $before and fclose($error);
    return $handle;
}

/** Runs a transfer, and resets a handle in the error handler, in a fiber that suspends; what that ends in. */
function reset_by_error_handler(string $where, CurlHandle $reset, callable $transfer): void
{
    set_error_handler(function (int $level, string $message) use ($reset): bool {
        restore_error_handler();
        $fiber = new Fiber(function () use ($reset): void {
            try {
                curl_reset($reset);
                echo "reset\n";
            } catch (Error $error) {
                echo $error->getMessage(), ', ';
            }
        });
        $fiber->start();
        curl_setopt($reset, CURLOPT_FOLLOWLOCATION, true);
        $fiber->isTerminated() or register_shutdown_function(fn () => $fiber->resume());
        return true;
    });
    echo "$where: ";
    $transfer($reset);
    echo json_encode(seen_at('10.12.90.1')), "\n";
}

reset_by_error_handler('between callbacks', $handle = provoking(), curl_exec(...));
reset_by_error_handler('before curl_exec', provoking(before: true), curl_exec(...));
$multi = curl_multi_init();
curl_multi_add_handle($multi, $handle = provoking());
reset_by_error_handler('in a multi handle', $handle, fn () => drive($multi));
reset_by_error_handler('while it is added', provoking(before: true), function (CurlHandle $handle) use ($multi): void {
    @curl_multi_add_handle($multi, $handle);
    curl_setopt($handle, CURLOPT_URL, 'http://10.12.90.1/');
    drive($multi);
});

// As the engine itself has it, in a callback of the handle.
echo curl_as_in_stock(<<<'PHP'
    $reset = function ($handle, string $data): int {
        try {
            curl_reset($handle);
        } catch (Error $error) {
            echo $error->getMessage(), "\n";
        }
        return strlen($data);
    };
    $run = function (CurlHandle $handle): void {
        $multi = curl_multi_init();
        curl_multi_add_handle($multi, $handle);
        do {
            curl_multi_exec($multi, $running);
            curl_multi_select($multi, 0.1);
        } while ($running);
    };
    curl_exec(handle('http://93.184.216.34/', [CURLOPT_WRITEFUNCTION => $reset]));
    $run(handle('http://93.184.216.34/', [CURLOPT_WRITEFUNCTION => $reset]));

    // Others are reset in a callback as ever: one alone, one whose multi handle is another, is closed or is gone.
    $multis = [curl_multi_init(), curl_multi_init(), curl_multi_init()];
    $others = [handle('http://93.184.216.34/')];
    foreach ($multis as $multi) {
        curl_multi_add_handle($multi, $others[] = handle('http://93.184.216.34/'));
    }
    curl_multi_close($multis[1]);
    unset($multis[2], $multi);
    $run(handle('http://93.184.216.34/', [CURLOPT_WRITEFUNCTION => function ($handle, string $data) use ($others): int {
        array_map(curl_reset(...), $others);
        echo "reset\n";
        return strlen($data);
    }]));

    // And after the transfer.
    $handle = handle('http://93.184.216.34/');
    $bodies = [curl_exec($handle)];
    curl_reset($handle);
    curl_setopt_array($handle, [CURLOPT_URL => 'http://93.184.216.34/', CURLOPT_RETURNTRANSFER => true]);
    $bodies[] = curl_exec($handle);
    echo implode($bodies);
    PHP), "\n";
?>
--EXPECT--
between callbacks: curl_reset(): Attempt to reset cURL handle from a callback, []
before curl_exec: curl_reset(): Attempt to reset cURL handle from a callback, []
in a multi handle: curl_reset(): Attempt to reset cURL handle from a callback, []
while it is added: []
curl_reset(): Attempt to reset cURL handle from a callback
curl_reset(): Attempt to reset cURL handle from a callback
reset
hello from 93.184.216.34
hello from 93.184.216.34
reset
