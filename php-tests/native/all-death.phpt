--TEST--
When the supervisor's threads die, calls of programs and direct calls fail at once, those too that were waiting, and nobody hangs; PHP's own doors go on, under the policy
--DESCRIPTION--
A tracer has each thread of the supervisor leave by exit(2), as nothing of ours does. The program is for x86-64.
--SKIPIF--
<?php
$needed = ['ffi'];
require __DIR__ . '/../include/filter.skip.inc';
require __DIR__ . '/../include/lifecycle-skip.inc';
if (php_uname('m') !== 'x86_64') die('skip registers');
?>
--INI--
aesock.native=libraries
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

const KILL = <<<'PYTHON'
    import ctypes, os, sys
    libc, process = ctypes.CDLL(None, use_errno=True), sys.argv[1]
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    WALL, GETREGS, SETREGS, ATTACH, DETACH = 0x40000000, 12, 13, 16, 17
    threads = [int(thread) for thread in os.listdir("/proc/%s/task" % process) if open("/proc/%s/task/%s/comm" % (process, thread)).read() == "aesock\n"]
    for thread in threads:
        if libc.ptrace(ATTACH, thread, None, None):
            sys.exit("ptrace: " + os.strerror(ctypes.get_errno()))
        os.waitpid(thread, WALL)
    for thread in threads:
        registers = (ctypes.c_ulonglong * 27)()
        libc.ptrace(GETREGS, thread, None, registers)
        # It is in a system call: the instruction before is made again, as exit(0), and the one that was under way is not.
        registers[16] -= 2
        registers[10], registers[14], registers[15] = 60, 0, 2**64 - 1
        libc.ptrace(SETREGS, thread, None, registers)
        libc.ptrace(DETACH, thread, None, None)
    print(len(threads) > 0 and "killed" or "no threads", flush=True)
    PYTHON;
const CODE = <<<'PHP'
    $try = function (string $when): void {
        $begun = hrtime(true);
        echo "$when: ", exec("bash -c 'exec 3<>/dev/tcp/93.184.216.49/80 && echo connected' 2>&1");
        $libc = FFI::cdef('int socket(int, int, int); long syscall(long, ...); int *__errno_location(void); char *strerror(int);');
        FFI::memcpy($address = FFI::cdef()->new('char[16]'), pack('vn', 2, 80) . inet_pton('93.184.216.49') . str_repeat("\0", 8), 16);
        echo '; ', $libc->syscall(42, $libc->socket(2, 1, 0), FFI::addr($address), 16) === 0 ? 'connected' : FFI::string($libc->strerror($libc->__errno_location()[0]));
        foreach (['93.184.216.49', '10.83.2.1'] as $host) {
            echo '; ', @fsockopen($host, 80, $errno, $error, 5) ? 'connected' : $error;
        }
        echo hrtime(true) - $begun < 5e9 ? "\n" : "; slow\n";
    };
    $try('before');
    // Nobody answers there: it waits, and a thread with it.
    $waits = proc_open(['bash', '-c', 'exec 3<>/dev/tcp/93.184.220.99/80'], [2 => ['pipe', 'w']], $pipes);
    echo 'ready ', getmypid(), "\n";
    fgets(STDIN);
    $try('after');
    echo 'what waited: ', stream_get_contents($pipes[2]), "end\n";
    PHP;
$process = proc_open(outside([...command(['aesock.native' => 'all', 'aesock.log' => '', 'ffi.enable' => 1], ['AESOCK', 'ffi']), '-r', CODE]), [['pipe', 'r'], ['pipe', 'w']], $pipes);
echo fgets($pipes[1]);
$pid = (int) substr(fgets($pipes[1]), 6);
// The call that waits has come to a thread: one is in connect(2), and not in an ioctl(2).
$is_waiting = fn () => (bool) preg_grep('/^42 /', array_map(fn ($file) => (string) @file_get_contents($file), glob("/proc/$pid/task/*/syscall")));
echo await($is_waiting, true) ? '' : "nothing waits\n";
echo output(['/usr/bin/python3', '-c', KILL, (string) $pid]);
fwrite($pipes[0], "\n");
echo preg_replace('~bash: (line \d+: )?(/dev/tcp/\S+|connect): ~', '', stream_get_contents($pipes[1]));
proc_close($process);
tell(seen_at('10.83.2.1'));
?>
--EXPECT--
before: connected; connected; connected; Permission denied: 10.83.2.1 is a private address
killed
after: Function not implemented; Function not implemented; connected; Permission denied: 10.83.2.1 is a private address
what waited: Function not implemented
Function not implemented
end
[]
