--TEST--
Where the kernel gives nobody the sockets of programs, as in Docker's usual profile, enforce refuses their calls and audit lets them pass; both have a line in the log, and the status says so
--SKIPIF--
<?php require __DIR__ . '/../include/filter.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

$docker = <<<'PYTHON'
    import ctypes, os, struct, sys
    libc = ctypes.CDLL(None)
    # pidfd_getfd(2) is refused.
    lines = [(0x20, 0, 0, 0), (0x15, 0, 1, 438), (6, 0, 0, 0x50001), (6, 0, 0, 0x7fff0000)]
    kept = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *line) for line in lines))
    libc.prctl(38, 1, 0, 0, 0)
    libc.prctl(22, 2, ctypes.c_char_p(struct.pack('HxxxxxxQ', len(lines), ctypes.addressof(kept))), 0, 0)
    os.execvp(sys.argv[1], sys.argv[1:])
    PYTHON;
const CODE = <<<'PHP'
    passthru("bash -c 'exec 3<>/dev/tcp/93.184.216.34/80 && echo connected' 2>&1");
    passthru('python3 -c ' . escapeshellarg('import socket; a, b = socket.socketpair(); a.sendmsg([b"x"]); print(b.recv(3))') . ' 2>&1 | tail -1');
    echo aesock_status()['native']['all'], "\n";
    PHP;
foreach (['enforce', 'audit'] as $mode) {
    $log = scratch();
    $settings = ['aesock.native' => 'all', 'aesock.mode' => $mode, 'aesock.log' => 'denied', 'error_log' => $log];
    echo "-- $mode\n", output(['python3', '-c', $docker, ...command($settings), '-r', CODE]);
    echo preg_replace('/^\[.*?\] /m', '', file_get_contents($log));
}
?>
--EXPECT--
-- enforce
bash: connect: Permission denied
bash: line 1: /dev/tcp/93.184.216.34/80: Permission denied
PermissionError: [Errno 13] Permission denied
enforced for PHP's process alone; programs are refused everything, since the kernel gives nobody their sockets (pidfd_getfd)
aesock deny connect reason=undecided rule=- app=default via=program:bash
aesock deny sendmsg reason=undecided rule=- app=default via=program:python3
-- audit
connected
b'x'
logged for PHP's process; of programs the calls alone, without their destinations, since the kernel gives nobody their sockets (pidfd_getfd)
aesock deny connect reason=undecided rule=- app=default via=program:bash mode=audit
aesock deny sendmsg reason=undecided rule=- app=default via=program:python3 mode=audit
