--TEST--
A quota of bytes ends a transfer also when its handle was reset in a multi handle or its progress function taken away; a copy asks the function of its handle
--INI--
aesock.quota=bytes_received:2M/day
aesock.allow=loopback
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/endless.inc';

/** A handle that counts what it gets. */
function counting(int $port, string $path, ?Closure $first = null): CurlHandle
{
    $handle = curl_init("http://127.0.0.1:$port/$path");
    curl_setopt($handle, CURLOPT_WRITEFUNCTION, function ($handle, string $data) use ($first): int {
        global $received;
        $received or $first and $first($handle);
        $received += strlen($data);
        return strlen($data);
    });
    return $handle;
}

/** Runs a handle in a multi handle, with something done before it starts. */
function run_in_multi(CurlHandle $handle, Closure $before): void
{
    $multi = curl_multi_init();
    curl_multi_add_handle($multi, $handle);
    $before($handle);
    do {
        curl_multi_exec($multi, $running);
        $running and curl_multi_select($multi, 1);
    } while ($running);
    curl_multi_info_read($multi);
}

$function = function () { return $GLOBALS['asked'] = 0; };
$ways = [
    'a copy and a clone' => function (int $port) use ($function) {
        $handle = counting($port, 'short');
        curl_setopt_array($handle, [CURLOPT_NOPROGRESS => false, CURLOPT_XFERINFOFUNCTION => $function]);
        foreach ([curl_copy_handle($handle), clone $handle] as $copy) {
            unset($GLOBALS['asked']);
            curl_exec($copy);
            tell(isset($GLOBALS['asked']));
        }
    },
    'a function that is none' => function (int $port) use ($function) {
        curl_exec($handle = counting($port, '', fn ($handle) => curl_setopt($handle, CURLOPT_XFERINFOFUNCTION, null)));
        return $handle;
    },
    'a function that was taken away' => function (int $port) use ($function) {
        $handle = counting($port, '');
        curl_setopt($handle, CURLOPT_XFERINFOFUNCTION, $function);
        curl_setopt_array($handle, [CURLOPT_XFERINFOFUNCTION => null]);
        curl_exec($handle);
        return $handle;
    },
    'reset in a multi handle' => function (int $port) {
        run_in_multi($handle = counting($port, ''), function ($handle) use ($port) {
            curl_reset($handle);
            $new = "http://127.0.0.1:$port/";
            curl_setopt_array($handle, [CURLOPT_URL => $new, CURLOPT_WRITEFUNCTION => function ($handle, string $data): int {
                $GLOBALS['received'] += strlen($data);
                return strlen($data);
            }]);
        });
        return $handle;
    },
];

// A quota that is used up stays so: each way has a process of its own.
$received = 0;
if ($way = getenv('WAY')) {
    $handle = $ways[$way]((int) getenv('PORT'));
    $handle and tell(curl_error($handle));
    tell($received >= 100000, $received < 15000000);
    exit;
}
$port = run_endless_server();
foreach ($ways as $way => $_) {
    echo "$way\n", shell_exec("PORT=$port WAY=" . escapeshellarg($way) . ' ' . getenv('TEST_PHP_EXECUTABLE') . ' -n' . loading('curl') . aesock_options() . ' ' . escapeshellarg(__FILE__));
}
?>
--EXPECT--
a copy and a clone
true
true
true true
a function that is none
"Callback aborted (Quota exceeded: the quota of 2000000 bytes received a day is used up until 00:00:00 UTC)"
true true
a function that was taken away
"Callback aborted (Quota exceeded: the quota of 2000000 bytes received a day is used up until 00:00:00 UTC)"
true true
reset in a multi handle
"Callback aborted (Quota exceeded: the quota of 2000000 bytes received a day is used up until 00:00:00 UTC)"
true true
