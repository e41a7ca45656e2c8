--TEST--
What no rule opens to programs with aesock.native=all has a line in the log and is refused as in a kernel without it; with aesock.mode=audit it is as without aesock, and has the line too
--EXTENSIONS--
posix
--SKIPIF--
<?php require __DIR__ . '/../include/filter.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

// Whatever the host makes of them: it is the same.
$python = <<<'PYTHON'
    import ctypes, socket
    def tries(call):
        try: return call() is not None
        except OSError as error: return error.errno
    def ring():
        libc = ctypes.CDLL(None, use_errno=True)
        return ctypes.get_errno() if libc.syscall(425, 0, None) < 0 else True
    tcp, udp = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    print(tries(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)),
        tries(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3)),
        tries(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)),
        tries(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)),
        tries(lambda: socket.socket(40, socket.SOCK_STREAM)),
        tries(lambda: socket.socketpair(socket.AF_INET, socket.SOCK_STREAM)),
        tries(lambda: udp.setsockopt(0, 35, socket.inet_aton('224.0.0.5') + bytes(4))),
        tries(lambda: tcp.setsockopt(1, 25, b'lo')),
        ring(),
        # A connection that a message begins, and that is waited for.
        tries(lambda: socket.socket().sendto(b'hello', socket.MSG_FASTOPEN, ('93.184.216.34', 7))),
        tries(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)))
    PYTHON;
$code = 'passthru(' . var_export('python3 -c ' . escapeshellarg($python), true) . ');';
$log = scratch();
$without = php($code, ['aesock.mode' => 'passthrough']);
$audited = held($code, ['aesock.mode' => 'audit', 'aesock.log' => 'denied', 'error_log' => $log]);
echo str_ends_with(trim($without), ' True True') ? 'as without aesock: ' : $without, json_encode($audited === $without), "\n";
echo $audited === $without ? '' : $without . $audited;
$lines = fn () => preg_replace('/^\[.*?\] /m', '', file_get_contents($log));
echo $audit = $lines();
file_put_contents($log, '');
$refused = held($code, ['aesock.log' => 'denied', 'error_log' => $log]);
echo implode(', ', array_map(fn ($outcome) => is_numeric($outcome) ? posix_strerror((int) $outcome) : $outcome, explode(' ', trim($refused)))), "\n";
echo $lines() === str_replace(' mode=audit', '', $audit) ? "the same lines\n" : $lines();
?>
--EXPECT--
as without aesock: true
aesock deny socket(2,3,1) reason=protocol rule=- app=default via=program:python3 mode=audit
aesock deny socket(17,3,3) reason=family rule=- app=default via=program:python3 mode=audit
aesock deny socket(2,1,262) reason=protocol rule=- app=default via=program:python3 mode=audit
aesock deny socket(16,3,12) reason=protocol rule=- app=default via=program:python3 mode=audit
aesock deny socket(40,1,0) reason=family rule=- app=default via=program:python3 mode=audit
aesock deny socketpair(2,1,0) reason=family rule=- app=default via=program:python3 mode=audit
aesock deny setsockopt(0,35) reason=option rule=- app=default via=program:python3 mode=audit
aesock deny setsockopt(1,25) reason=option rule=- app=default via=program:python3 mode=audit
aesock deny io_uring_setup reason=unseen rule=- app=default via=program:python3 mode=audit
Protocol not supported, Address family not supported by protocol, Protocol not supported, Protocol not supported, Address family not supported by protocol, Operation not supported, Operation not permitted, Operation not permitted, Function not implemented, Operation not supported, True
the same lines
