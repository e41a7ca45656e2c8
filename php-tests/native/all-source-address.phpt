--TEST--
With aesock.native=all programs find out from which address they would reach another, by UDP to no port, as C libraries do to put the addresses of a name in order; nothing is logged or counted, and nothing can be sent
--SKIPIF--
<?php require __DIR__ . '/../include/filter.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

$log = scratch();
$code = <<<'PHP'
    $python = <<<'PYTHON'
        import socket
        for host in '93.184.216.51', '10.0.0.51', '2606:2800:21f:cb07::51':
            peer = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET, socket.SOCK_DGRAM)
            peer.connect((host, 0))
            print(host, 'from', peer.getsockname()[0])
            for send in lambda: peer.send(b'x'), lambda: peer.sendmsg([b'x']):
                try:
                    print(send())
                except OSError as error:
                    print(error)
        peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            peer.connect(('10.0.0.51', 1))
        except OSError as error:
            print('with a port:', error)
        PYTHON;
    passthru('python3 -c ' . escapeshellarg($python) . ' 2>&1');
    echo exec('getent ahosts plain.test'), "\n";
    echo json_encode(aesock_usage()['denials']), "\n";
    PHP;
echo held($code, ['aesock.log' => 'denied', 'error_log' => $log]);
echo preg_replace('/^\[.*?\] /m', '', file_get_contents($log));
tell(seen_at('93.184.216.51'), seen_at('10.0.0.51'), seen_at('2606:2800:21f:cb07::51'));
?>
--EXPECT--
93.184.216.51 from 192.0.2.2
[Errno 32] Broken pipe
[Errno 32] Broken pipe
10.0.0.51 from 192.0.2.2
[Errno 32] Broken pipe
[Errno 32] Broken pipe
2606:2800:21f:cb07::51 from 2a01:4f8:c0c:1::2
[Errno 32] Broken pipe
[Errno 32] Broken pipe
with a port: [Errno 13] Permission denied
93.184.216.34   RAW
{"private":1}
aesock deny udp://10.0.0.51:1 reason=private rule=- app=default via=program:python3
[] [] []
