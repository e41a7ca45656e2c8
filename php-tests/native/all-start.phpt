--TEST--
aesock.native=all refuses to start where it cannot hold, with a sentence that says what to do; the listener is not to be found, and nobody gets privileges
--SKIPIF--
<?php require __DIR__ . '/../include/filter.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

echo "-- an old kernel, or valgrind\n";
$denied = <<<'PYTHON'
    import ctypes, os, struct, sys
    libc = ctypes.CDLL(None)
    # seccomp(2) answers ENOSYS.
    code = b''.join(struct.pack('HBBI', *line) for line in [(0x20, 0, 0, 0), (0x15, 0, 1, 317 if os.uname().machine == 'x86_64' else 277), (6, 0, 0, 0x50000 + 38), (6, 0, 0, 0x7fff0000)])
    kept = ctypes.create_string_buffer(code)
    program = struct.pack('HxxxxxxQ', 4, ctypes.addressof(kept))
    libc.prctl(38, 1, 0, 0, 0)
    libc.prctl(22, 2, ctypes.c_char_p(program), 0, 0)
    os.execvp(sys.argv[1], sys.argv[1:])
    PYTHON;
echo output(['python3', '-c', $denied, ...command(['aesock.native' => 'all']), '-r', 'echo "started\n";']);
echo "-- another supervisor\n";
$supervised = <<<'PYTHON'
    import ctypes, os, struct, sys
    libc = ctypes.CDLL(None)
    kept = ctypes.create_string_buffer(struct.pack('HBBI', 6, 0, 0, 0x7fff0000))
    program = struct.pack('HxxxxxxQ', 1, ctypes.addressof(kept))
    libc.prctl(38, 1, 0, 0, 0)
    listener = libc.syscall(317 if os.uname().machine == 'x86_64' else 277, 1, 8, ctypes.c_char_p(program))
    os.waitpid(os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:]), 0)
    PYTHON;
echo output(['python3', '-c', $supervised, ...command(['aesock.native' => 'all']), '-r', 'echo "started\n";']);
echo "-- a PHP that PHP starts\n";
$inner = [...command(['aesock.native' => 'all', 'aesock.allow' => '10.0.0.38']), '-r', '
    foreach (["93.184.216.34", "10.0.0.38", "10.0.0.39"] as $host) {
        $stream = @fsockopen($host, 80, $errno, $error);
        echo $stream ? "connected" : $error, "; ", exec("bash -c \'exec 3<>/dev/tcp/$host/80 && echo connected\' 2>&1"), "\n";
    }
    echo aesock_status()["native"]["all"], "\n";'];
echo held('passthru(implode(" ", array_map(escapeshellarg(...), ' . var_export($inner, true) . ')) . " 2>&1");');
tell(seen_at('10.0.0.38'), seen_at('10.0.0.39'));
echo "-- a PHP of another mode that PHP starts\n";
foreach ([['enforce', 'audit'], ['audit', 'enforce'], ['audit', 'audit'], ['enforce', 'disabled'], ['audit', 'passthrough']] as [$outer, $mode]) {
    $inner = [...command(['aesock.native' => 'all', 'aesock.mode' => $mode]), '-r', 'echo "started\n";'];
    echo "$outer, $mode: ", held('passthru(implode(" ", array_map(escapeshellarg(...), ' . var_export($inner, true) . ')) . " 2>&1");', ['aesock.mode' => $outer, 'aesock.log' => '']);
}
echo "-- audit and passthrough\n";
$log = scratch();
echo held('echo exec("bash -c \'exec 3<>/dev/tcp/10.0.0.36/22 && head -c 4 <&3\' 2>&1"), "\n";', ['aesock.mode' => 'audit', 'aesock.log' => 'denied', 'error_log' => $log]);
echo preg_replace('/^\[.*?\] /m', '', file_get_contents($log));
echo held('echo exec("grep Seccomp: /proc/self/status"), "\n";', ['aesock.mode' => 'passthrough']);
echo "-- descriptors\n";
echo held('
    foreach (glob("/proc/self/fd/*") as $link) if (str_contains((string) @readlink($link), "seccomp")) echo "$link\n";
    for ($number = 0; $number < 64; $number++) if ($stream = @fopen("php://fd/$number", "r")) fclose($stream);
    echo exec("bash -c \'exec 3<>/dev/tcp/93.184.216.34/80 && echo connected\'"), "\n";
    echo exec("grep NoNewPrivs: /proc/self/status"), "\n";');
?>
--EXPECT--
-- an old kernel, or valgrind

Fatal error: aesock: aesock.native: all is not possible: the kernel has no seccomp filters with a supervisor (Linux 5.19 has, valgrind and some containers have not): Function not implemented (os error 38); set aesock.native=libraries in Unknown on line 0
exit status 254
-- another supervisor

Fatal error: aesock: aesock.native: all is not possible: another program supervises this process's system calls already (a container's seccomp agent?); set aesock.native=libraries in Unknown on line 0
Could not startup.
-- a PHP that PHP starts
connected; connected
Permission denied; bash: line 1: /dev/tcp/10.0.0.38/80: Permission denied
Permission denied: 10.0.0.39 is a private address; bash: line 1: /dev/tcp/10.0.0.39/80: Permission denied
held by the policy of the PHP process that started this one, not by this one's
[] []
-- a PHP of another mode that PHP starts
enforce, audit: 
Fatal error: aesock: aesock.native: all is not possible: the PHP process that started this one has it too, and refuses (aesock.mode=enforce or disabled), and its filter holds this process as well; give both the same aesock.mode, or set aesock.native=libraries here in Unknown on line 0
audit, enforce: 
Fatal error: aesock: aesock.native: all is not possible: the PHP process that started this one has it too, and only logs (aesock.mode=audit), and its filter holds this process as well; give both the same aesock.mode, or set aesock.native=libraries here in Unknown on line 0
audit, audit: started
enforce, disabled: started
audit, passthrough: started
-- audit and passthrough
leak
aesock deny tcp://10.0.0.36:22 reason=private rule=- app=default via=program:bash mode=audit
Seccomp:	0
-- descriptors
connected
NoNewPrivs:	1
