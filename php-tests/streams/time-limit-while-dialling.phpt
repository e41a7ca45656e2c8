--TEST--
A time limit reached while a connect waits takes effect when its own time-out ends it, and what runs at the end is judged
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (PHP_ZTS) {
    die('skip needs a time limit that is a signal');
}
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$code = <<<'PHP'
    require 'php-tests/include/lab.inc';
    ini_set('display_errors', '0');
    register_shutdown_function(function () use (&$start) {
        tell(error_get_last()['message'], $start['elapsed']() >= 0.95, $start['elapsed']() < 3);
        set_time_limit(0);
        echo dial('tcp://10.11.12.29:80'), "\n", dial('tcp://93.184.216.34:7'), "\n";
    });
    set_time_limit(60);
    $begin = hrtime(true);
    $start = ['elapsed' => fn () => (hrtime(true) - $begin) / 1e9];
    stream_socket_client('TARGET', $errno, $errstr, 1);
    echo "not reached\n";
    PHP;
$packets = [];
foreach (['tcp://93.184.220.99:7101', 'tcp://alldead.test:7102'] as $target) {
    $command = 'exec ' . escapeshellarg(PHP_BINARY) . ' -n' . aesock_options() . ' -r ' . escapeshellarg(str_replace('TARGET', $target, $code)) . ' 2>/dev/null';
    $child = proc_open($command, [1 => ['pipe', 'w']], $pipes);
    // Its first packet tells that it dials. The limit counts processor time, so the signal of that clock stands for it.
    $port = substr($target, -4);
    $is_dialled = function () use (&$packets, $port): bool {
        array_push($packets, ...lab_seen());
        return preg_grep("/ $port$/", $packets) !== [];
    };
    var_dump(await($is_dialled, true));
    exec('kill -s PROF ' . proc_get_status($child)['pid']);
    echo stream_get_contents($pipes[1]), "\n";
}
var_dump(preg_grep('/10\.11\.12\.29/', [...$packets, ...lab_seen()]));
?>
--EXPECT--
bool(true)
"Maximum execution time of 60 seconds exceeded" true true
13 Permission denied: 10.11.12.29 is a private address
connected to 93.184.216.34:7

bool(true)
"Maximum execution time of 60 seconds exceeded" true true
13 Permission denied: 10.11.12.29 is a private address
connected to 93.184.216.34:7

array(0) {
}
