--TEST--
With aesock.native=all and aesock.mode=audit, what the kernel would refuse to programs by itself is as without aesock, and each of it has a line in the log
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
    tcp, udp = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    print(tries(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)),
        tries(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3)),
        tries(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)),
        tries(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)),
        tries(lambda: socket.socket(40, socket.SOCK_STREAM)),
        tries(lambda: socket.socketpair(socket.AF_INET, socket.SOCK_STREAM)),
        tries(lambda: udp.setsockopt(0, 35, socket.inet_aton('224.0.0.5') + bytes(4))),
        tries(lambda: tcp.setsockopt(1, 25, b'lo')),
        ctypes.CDLL(None).syscall(425, 0, None),
        # A connection that a message begins, and that is waited for.
        socket.socket().sendto(b'hello', socket.MSG_FASTOPEN, ('93.184.216.34', 7)),
        tries(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)))
    PYTHON;
$code = 'passthru(' . var_export('python3 -c ' . escapeshellarg($python), true) . ');';
$log = scratch();
$without = php($code, ['aesock.mode' => 'passthrough']);
$audited = held($code, ['aesock.mode' => 'audit', 'aesock.log' => 'denied', 'error_log' => $log]);
echo str_ends_with(trim($without), ' 5 True') ? 'as without aesock: ' : $without, json_encode($audited === $without), "\n";
echo $audited === $without ? '' : $without . $audited;
echo preg_replace('/^\[.*?\] /m', '', file_get_contents($log));
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
