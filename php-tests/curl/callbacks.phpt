--TEST--
The callbacks of a script work as in stock: what they return, throw, end, suspend
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

const CODE = <<<'CODE'
    function set(array $options, string $url = 'http://93.184.216.34/large'): CurlHandle {
        return handle($url, $options + [CURLOPT_BUFFERSIZE => 16384]);
    }
    $size = 0;
    $handle = set([CURLOPT_WRITEFUNCTION => function ($handle, $data) use (&$size) { $size += strlen($data); return strlen($data); }]);
    tell(curl_exec($handle), $size);

    $handle = set([CURLOPT_HEADERFUNCTION => function ($handle, $line) { static $lines = 0; if (!$lines++) { tell($line); } return strlen($line); }], 'http://93.184.216.34/');
    tell(curl_exec($handle));

    $handle = set([CURLOPT_READFUNCTION => fn ($handle, $stream, $length) => '', CURLOPT_UPLOAD => true], 'http://93.184.216.34/');
    tell(curl_exec($handle) !== false);

    $handle = set([CURLOPT_NOPROGRESS => false, CURLOPT_XFERINFOFUNCTION => fn () => 1]);
    tell(curl_exec($handle), curl_errno($handle), curl_error($handle));

    foreach ([CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION, CURLOPT_XFERINFOFUNCTION] as $option) {
        try {
            curl_exec(set([CURLOPT_NOPROGRESS => $option !== CURLOPT_XFERINFOFUNCTION, $option => function () { throw new Exception('thrown'); }]));
        } catch (Exception $exception) {
            tell($exception->getMessage());
        }
    }
    $fiber = new Fiber(fn () => curl_exec(set([CURLOPT_WRITEFUNCTION => function ($handle, $data) { Fiber::suspend(strlen($data)); return strlen($data); }])));
    $fiber->start();
    tell(fetch('http://93.184.216.34/'));
    for ($suspended = 0; !$fiber->isTerminated(); $suspended++) {
        $fiber->resume();
    }
    tell($suspended > 2, $fiber->getReturn());

    $handle = set([CURLOPT_WRITEFUNCTION => function ($handle, $data) { static $inner; $inner ??= fetch('http://93.184.216.35/'); curl_setopt($handle, CURLOPT_TIMEOUT, 9); return strlen($data); }]);
    tell(curl_exec($handle));
    try {
        $handle = set([CURLOPT_WRITEFUNCTION => function ($handle, $data) { curl_exec($handle); return strlen($data); }]);
        tell(curl_exec($handle));
    } catch (Error $error) {
        tell($error->getMessage());
    }
    register_shutdown_function(function () { tell('late', fetch('http://93.184.216.34/')); });
    curl_exec(set([CURLOPT_WRITEFUNCTION => function () { exit("exits\n"); }]));
    CODE;
echo curl_as_in_stock(CODE), "\n";
foreach (['fatal error' => 'new class implements Nothing {};', 'memory limit' => 'str_repeat("x", 1 << 29);', 'time limit' => 'set_time_limit(1); while (true);'] as $what => $code) {
    $run = 'register_shutdown_function(function () { tell("late", fetch("http://93.184.216.34/"), LATE ? fetch("http://10.0.0.5/") : ""); });
        curl_exec(handle("http://93.184.216.34/large", [CURLOPT_WRITEFUNCTION => function ($handle, $data) { ' . $code . ' }]));';
    preg_match('/"late".*/', run_curl("const LATE = true; ini_set('display_errors', 0); ini_set('memory_limit', '64M'); $run"), $late);
    echo "$what: $late[0]\n";
}
?>
--EXPECT--
true 1048576
"HTTP/1.1 200 OK\r\n"
"hello from 93.184.216.34\n"
true
false 42 "Callback aborted"
"thrown"
"thrown"
"thrown"
"hello from 93.184.216.34"
true true
true
true
exits
"late" "hello from 93.184.216.34"
fatal error: "late" "hello from 93.184.216.34" "7 Failed to connect to 10.0.0.5 port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)"
memory limit: "late" "hello from 93.184.216.34" "7 Failed to connect to 10.0.0.5 port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)"
time limit: "late" "hello from 93.184.216.34" "7 Failed to connect to 10.0.0.5 port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)"
