--TEST--
A name server of resolv.conf and a service of the host are open to programs without a rule, at their port and path; deny rules, disabled sockets and quotas refuse them there as elsewhere, in the log and in the counters
--SKIPIF--
<?php require __DIR__ . '/../include/filter.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

const LISTEN = <<<'PYTHON'
    import os, socket
    os.mkdir("/run/uuidd")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("/run/uuidd/request")
    listener.listen()
    print("listens", flush=True)
    while True:
        listener.accept()[0].close()
    PYTHON;
// A service, a name server and a name for it that are this test's alone.
const SCRIPT = <<<'BASH'
    set -e
    mount -t tmpfs none /run
    mount --bind "$1" /etc/resolv.conf
    mount --bind "$2" /etc/hosts
    exec 4< <(exec python3 -c "$3")
    server=$!
    read -r said <&4
    shift 3
    "$@" || true
    kill $server
    BASH;
const CODE = <<<'PHP'
    const SERVICE = 'import socket; s = socket.socket(socket.AF_UNIX); s.connect("/run/uuidd/request"); print("connected")';
    const TARGETS = ['/dev/udp/10.81.30.1/53', '/dev/udp/10.81.30.1/54', '/dev/udp/10.81.30.2/53'];
    $last = fn ($command) => preg_replace('/^.*: /', '', exec("$command 2>&1"));
    foreach (TARGETS as $target) $said[] = $last("bash -c 'echo hello > $target && echo sent'");
    $said[] = $last("python3 -c '" . SERVICE . "'");
    $said[] = $last("bash -c 'echo hello > /dev/udp/10.81.30.1/53 && echo sent'");
    echo implode(', ', $said), "\n";
    $usage = aesock_usage();
    echo json_encode(['connects' => $usage['connects']] + array_filter($usage['denials'])), "\n";
    PHP;
$resolv = scratch("nameserver 10.81.30.1\n");
$hosts = scratch("127.0.0.1 localhost\n10.81.30.1 server.denied.test\n");
$cases = [
    'nothing' => [],
    'default' => ['aesock.default' => 'deny'],
    'deny rules' => ['aesock.deny' => 'udp://10.81.30.1:53, unix:/run/uuidd/request'],
    'a deny rule by name' => ['aesock.deny' => 'server.denied.test'],
    'a deny rule for a class' => ['aesock.deny' => 'private unix'],
    'disabled' => ['aesock.mode' => 'disabled'],
    'a quota' => ['aesock.quota' => 'connects:1/day'],
    'audit' => ['aesock.mode' => 'audit', 'aesock.deny' => 'udp://10.81.30.1:53, unix:/run/uuidd/request'],
];
lab_seen();
foreach ($cases as $case => $settings) {
    $log = scratch();
    $settings += ['aesock.native' => 'all', 'aesock.log' => 'all', 'error_log' => $log];
    echo "-- $case\n", output(['unshare', '--mount', 'bash', '-c', SCRIPT, 'bash', $resolv, $hosts, LISTEN, ...command($settings), '-r', CODE]);
    $lines = preg_grep('/10\.81\.30\.1:53|uuidd/', file($log, FILE_IGNORE_NEW_LINES));
    // The second line of a target says `repeated=1` where it comes within a second.
    echo implode("\n", preg_replace(['/^\[.*?\] aesock /', '/ at=\S+/', '/app=default via=/', '/ repeated=1$/'], '', $lines)), "\n";
    echo count(seen_at('10.81.30.1')), " packets\n";
}
?>
--EXPECT--
-- nothing
sent, Permission denied, Permission denied, connected, sent
{"connects":2,"private":2}
allow udp://10.81.30.1:53 reason=host-service rule=- program:bash
allow unix:///run/uuidd/request reason=host-service rule=- program:python3
allow udp://10.81.30.1:53 reason=host-service rule=- program:bash
2 packets
-- default
sent, Permission denied, Permission denied, connected, sent
{"connects":2,"private":2}
allow udp://10.81.30.1:53 reason=host-service rule=- program:bash
allow unix:///run/uuidd/request reason=host-service rule=- program:python3
allow udp://10.81.30.1:53 reason=host-service rule=- program:bash
2 packets
-- deny rules
Permission denied, Permission denied, Permission denied, [Errno 13] Permission denied, Permission denied
{"connects":0,"denied":3,"private":2}
deny udp://10.81.30.1:53 reason=denied rule=udp://10.81.30.1:53 program:bash
deny unix:///run/uuidd/request reason=denied rule=unix:/run/uuidd/request program:python3
deny udp://10.81.30.1:53 reason=denied rule=udp://10.81.30.1:53 program:bash
0 packets
-- a deny rule by name
Permission denied, Permission denied, Permission denied, connected, Permission denied
{"connects":0,"denied":3,"private":1}
deny udp://10.81.30.1:53 reason=denied rule=server.denied.test program:bash
allow unix:///run/uuidd/request reason=host-service rule=- program:python3
deny udp://10.81.30.1:53 reason=denied rule=server.denied.test program:bash
0 packets
-- a deny rule for a class
Permission denied, Permission denied, Permission denied, [Errno 13] Permission denied, Permission denied
{"connects":0,"denied":5}
deny udp://10.81.30.1:53 reason=denied rule=private program:bash
deny unix:///run/uuidd/request reason=denied rule=unix program:python3
deny udp://10.81.30.1:53 reason=denied rule=private program:bash
0 packets
-- disabled
Permission denied, Permission denied, Permission denied, [Errno 13] Permission denied, Permission denied
{"connects":0,"disabled":5}
deny udp://10.81.30.1:53 reason=disabled rule=- program:bash
deny unix:///run/uuidd/request reason=disabled rule=- program:python3
deny udp://10.81.30.1:53 reason=disabled rule=- program:bash
0 packets
-- a quota
sent, Permission denied, Permission denied, connected, Disk quota exceeded
{"connects":1,"private":2,"quota":1}
allow udp://10.81.30.1:53 reason=host-service rule=- program:bash
allow unix:///run/uuidd/request reason=host-service rule=- program:python3
deny udp://10.81.30.1:53 reason=quota rule=- program:bash
1 packets
-- audit
sent, sent, sent, connected, sent
{"connects":0,"denied":3,"private":2}
deny udp://10.81.30.1:53 reason=denied rule=udp://10.81.30.1:53 program:bash mode=audit
deny unix:///run/uuidd/request reason=denied rule=unix:/run/uuidd/request program:python3 mode=audit
deny udp://10.81.30.1:53 reason=denied rule=udp://10.81.30.1:53 program:bash mode=audit
3 packets
