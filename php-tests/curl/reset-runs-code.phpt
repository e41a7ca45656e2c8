--TEST--
What curl_reset() runs of the script finds no handle without the policy: destructors, fibers, clones, copies
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

const METADATA = 'http://169.254.169.254/';

/** Runs something when the engine frees it. */
class Trap
{
    function __construct(private Closure $spring) {}
    function __invoke() { return 0; }
    function __destruct() { ($this->spring)(); }
}

/** A stream that runs something when it is closed. */
class Stream
{
    public $context;
    static ?Closure $spring = null;
    function stream_open() { return true; }
    function stream_write($data) { return strlen($data); }
    function stream_close() { (self::$spring)(); }
}
stream_wrapper_register('trap', Stream::class);

function drive(CurlMultiHandle $multi): void
{
    do {
        @curl_multi_exec($multi, $running);
        $running and curl_multi_select($multi, 1);
    } while ($running);
}

/** Resets a handle of a multi handle, whose freed callback runs `$spring`. */
function reset_with(Closure $spring): void
{
    $multi = curl_multi_init();
    $handle = handle('http://93.184.216.34/');
    curl_multi_add_handle($multi, $handle);
    curl_setopt($handle, CURLOPT_PROGRESSFUNCTION, new Trap(fn () => $spring($handle, $multi)));
    curl_reset($handle);
}

function aim(CurlHandle $handle): CurlHandle
{
    curl_setopt_array($handle, [CURLOPT_URL => METADATA, CURLOPT_RETURNTRANSFER => true]);
    return $handle;
}

$ways = [
    'in its multi handle' => fn ($handle, $multi) => aim($handle) && drive($multi),
    'by itself' => fn ($handle, $multi) => curl_multi_remove_handle($multi, $handle) || curl_exec(aim($handle)),
    'in another multi handle' => function ($handle, $multi) {
        curl_multi_remove_handle($multi, $handle);
        fetch_all([aim($handle)]);
    },
    'as a copy' => fn ($handle) => curl_exec(aim(curl_copy_handle($handle))),
    'as a clone' => fn ($handle) => curl_exec(aim(clone $handle)),
    'as a clone in a multi handle' => fn ($handle) => fetch_all([aim(clone $handle)]),
    'with a protocol that dials unseen' => fn ($handle) =>
        curl_setopt($handle, CURLOPT_URL, 'ldap://169.254.169.254/') && curl_exec($handle),
    'while an exception is on its way' => function ($handle, $multi) {
        try {
            aim($handle);
            throw new Exception;
        } finally {
            drive($multi);
        }
    },
];
foreach ($ways as $way => $spring) {
    try {
        reset_with($spring);
    } catch (Exception) {
    }
    echo "$way: ", json_encode(seen_at('169.254.169.254')), "\n";
}

// A fiber that suspends there leaves the handle to everybody else. PHP before 8.4 lets none suspend in a destructor.
if (PHP_VERSION_ID >= 80400) {
    $multi = curl_multi_init();
    $handle = handle('http://93.184.216.34/');
    curl_multi_add_handle($multi, $handle);
    curl_setopt($handle, CURLOPT_PROGRESSFUNCTION, new Trap(fn () => Fiber::suspend()));
    $fiber = new Fiber(fn () => curl_reset($handle));
    $fiber->start();
    aim($handle);
    drive($multi);
    $fiber->resume();
}
echo 'beside a fiber: ', json_encode(seen_at('169.254.169.254')), "\n";

// Libcurl itself is under way, and would come to the handle before any function is called.
$multi = curl_multi_init();
$handle = handle('http://93.184.216.34/', [CURLOPT_RETURNTRANSFER => false]);
curl_setopt($handle, CURLOPT_FILE, fopen('trap://', 'w'));
Stream::$spring = fn () => aim($handle) && Fiber::suspend();
$fiber = new Fiber(function () use ($handle) {
    try {
        curl_reset($handle);
    } catch (Error $error) {
        echo $error->getMessage(), "\n";
    }
});
$other = handle('http://93.184.216.34/', [CURLOPT_WRITEFUNCTION => function ($other, $data) use ($fiber) {
    $fiber->isStarted() or $fiber->start();
    return strlen($data);
}]);
curl_multi_add_handle($multi, $other);
curl_multi_add_handle($multi, $handle);
drive($multi);
echo 'in a callback of another: ', json_encode(seen_at('169.254.169.254')), "\n";
Stream::$spring = fn () => null;

// What is reset is as good as new.
$handle = handle('http://10.11.20.17/');
curl_reset($handle);
curl_setopt_array($handle, [CURLOPT_URL => 'http://93.184.216.34/', CURLOPT_RETURNTRANSFER => true]);
echo ending($handle, curl_exec($handle)), "\n";
?>
--EXPECT--
in its multi handle: []
by itself: []
in another multi handle: []
as a copy: []
as a clone: []
as a clone in a multi handle: []
with a protocol that dials unseen: []
while an exception is on its way: []
beside a fiber: []
curl_reset(): Attempt to reset cURL handle from a callback
in a callback of another: []
hello from 93.184.216.34
