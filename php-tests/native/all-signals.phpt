--TEST--
With aesock.native=all signals and time limits come as in stock: during programs, native connects that wait, and at the end
--EXTENSIONS--
pcntl
posix
--SKIPIF--
<?php
$needed = ['ffi'];
require __DIR__ . '/../include/filter.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

// A black hole: connecting waits.
$connect = <<<'PHP'
    $libc = FFI::cdef('int socket(int, int, int); int connect(int, void *, int); int *__errno_location(void); char *strerror(int);');
    $address = FFI::cdef()->new('char[16]');
    FFI::memcpy($address, pack('vn', 2, 80) . inet_pton('93.184.220.99') . str_repeat("\0", 8), 16);
    PHP;
$handled = $connect . <<<'PHP'
    pcntl_async_signals(true);
    pcntl_signal(SIGALRM, fn () => print("handled\n"), false);
    pcntl_alarm(1);
    $begun = hrtime(true);
    $connected = $libc->connect($libc->socket(2, 1, 0), FFI::addr($address), 16);
    echo $connected, ' ', FFI::string($libc->strerror($libc->__errno_location()[0])), "\n";
    echo hrtime(true) - $begun < 3e9 ? "in time\n" : "late\n";
    PHP;
$deadly = $connect . <<<'PHP'
    $pid = getmypid();
    exec("(sleep 0.5; kill -TERM $pid) >/dev/null 2>&1 &");
    $libc->connect($libc->socket(2, 1, 0), FFI::addr($address), 16);
    PHP;
$program = <<<'PHP'
    $begun = hrtime(true);
    exec('timeout 1 bash -c "exec 3<>/dev/tcp/93.184.220.99/80"', $lines, $status);
    echo $status, hrtime(true) - $begun < 3e9 ? " in time\n" : " late\n";
    PHP;
$limit = 'set_time_limit(1); while (true);';
foreach (compact('handled', 'deadly', 'program', 'limit') as $name => $code) {
    $run = fn (string $native) => output([...command(['aesock.native' => $native, 'ffi.enable' => 1], ['ffi', 'AESOCK']), '-r', $code]);
    $stock = $run('');
    echo "-- $name\n$stock", $stock === ($all = $run('all')) ? "the same with the filter\n" : "with the filter:\n$all";
}
?>
--EXPECT--
-- handled
handled
-1 Interrupted system call
in time
the same with the filter
-- deadly
exit status 15
the same with the filter
-- program
124 in time
the same with the filter
-- limit

Fatal error: Maximum execution time of 1 second exceeded in Command line code on line 1
exit status 255
the same with the filter
