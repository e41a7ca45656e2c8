--TEST--
With aesock.native=all nobody but the supervisor takes descriptors out of another table: a script with FFI does not get the listener, by which it would answer its programs' calls itself
--DESCRIPTION--
Since Linux 6.9 a thread can be opened by itself, and the listener is in the table of the supervisor's threads.
--EXTENSIONS--
ffi
--SKIPIF--
<?php
$needed = ['ffi'];
require __DIR__ . '/../include/filter.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

$code = <<<'PHP'
    const PIDFD_OPEN = 434, PIDFD_GETFD = 438, PIDFD_THREAD = 0x80;
    $libc = FFI::cdef('long syscall(long, ...); int *__errno_location(void); char *strerror(int);');
    $told = fn (int $result): string => $result >= 0 ? 'done' : FFI::string($libc->strerror($libc->__errno_location()[0]));
    $own = $libc->syscall(PIDFD_OPEN, getmypid(), 0);
    echo 'of the process: ', $told($libc->syscall(PIDFD_GETFD, $own, 0, 0)), "\n";
    $had = [];
    $supervisors = 0;
    foreach (scandir('/proc/self/task') as $thread) {
        $supervisors += trim((string) @file_get_contents("/proc/self/task/$thread/comm")) === 'aesock';
        // Some are not there before Linux 6.9.
        $opened = $libc->syscall(PIDFD_OPEN, (int) $thread, PIDFD_THREAD);
        foreach ($opened < 0 ? [] : range(0, 15) as $number) {
            $taken = $libc->syscall(PIDFD_GETFD, $opened, $number, 0);
            if ($taken >= 0) $had[] = (string) @readlink("/proc/self/fd/$taken");
        }
    }
    echo $supervisors > 0 ? 'there are' : 'there are no', ' threads of the supervisor, ', count($had), " descriptors of threads had\n";
    echo exec("bash -c 'exec 3<>/dev/tcp/93.184.216.34/80 && echo the socket of a program is taken all the same' 2>&1"), "\n";
    PHP;
foreach (['', 'all'] as $native) {
    echo $native === '' ? "-- without\n" : "-- $native\n";
    $said = output([...command(['aesock.native' => $native, 'ffi.enable' => '1'], ['ffi', 'AESOCK']), '-r', $code]);
    echo $native === '' ? strtok($said, "\n") . "\n" : $said;
}
?>
--EXPECT--
-- without
of the process: done
-- all
of the process: Operation not permitted
there are threads of the supervisor, 0 descriptors of threads had
the socket of a program is taken all the same
