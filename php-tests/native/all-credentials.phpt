--TEST--
With aesock.native=all the peer of a program's Unix socket sees the PHP process where it asks who connected, listens or sends by sendmsg(), and the program where that writes; nobody sends credentials of its own
--EXTENSIONS--
posix
--SKIPIF--
<?php require __DIR__ . '/../include/filter.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

const PEER = <<<'PYTHON'
    import socket, struct, sys
    def peer_of(connection):
        return struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    def sender(connection):
        _, control, _, _ = connection.recvmsg(1, socket.CMSG_SPACE(12))
        return struct.unpack("3i", control[0][2])
    folder = sys.argv[1]
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{folder}/ours")
    listener.listen()
    print("listens", flush=True)
    connection, _ = listener.accept()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    connection.sendall(b"a")
    client = socket.socket(socket.AF_UNIX)
    told = {"connected": peer_of(connection), "wrote": sender(connection), "sent by sendmsg()": sender(connection)}
    connection.recv(1)
    client.connect(f"{folder}/theirs")
    told["listens"] = peer_of(client)
    known = dict(zip(map(int, sys.stdin.readline().split()), ["PHP", "the program"]))
    for what, (process, user, group) in told.items():
        print(what, known.get(process, process), user, group)
    PYTHON;
const PROGRAM = <<<'PYTHON'
    import os, socket, struct, sys
    folder = sys.argv[1]
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(f"{folder}/ours")
    connection.recv(1)
    connection.send(b"b")
    connection.sendmsg([b"c"])
    for process in os.getpid(), os.getppid():
        try:
            connection.sendmsg([b"d"], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, struct.pack("3i", process, os.getuid(), os.getgid()))])
            print("sent", flush=True)
        except OSError as error:
            print(error.strerror, flush=True)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{folder}/theirs")
    listener.listen()
    connection.send(b"e")
    listener.accept()
    print(os.getppid(), os.getpid(), flush=True)
    PYTHON;
const CODE = <<<'PHP'
    $program = proc_open(['python3', '-c', getenv('PROGRAM'), getenv('FOLDER')], [1 => ['pipe', 'w']], $pipes);
    echo stream_get_contents($pipes[1]);
    PHP;
$folder = getenv('LAB_DIR') . '/' . bin2hex(random_bytes(8));
mkdir($folder);
$peer = proc_open(outside(['python3', '-c', PEER, $folder]), [['pipe', 'r'], ['pipe', 'w']], $pipes);
fgets($pipes[1]);
$said = explode("\n", php(CODE, ['aesock.native' => 'all', 'aesock.allow' => "unix bind listen"], ['PROGRAM' => PROGRAM, 'FOLDER' => $folder]));
echo $said[0], ', ', $said[1], "\n";
fwrite($pipes[0], "$said[2]\n");
echo str_replace(posix_geteuid() . ' ' . posix_getegid(), 'with its user and group', stream_get_contents($pipes[1]));
proc_close($peer);
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
Permission denied, Permission denied
connected PHP with its user and group
wrote the program with its user and group
sent by sendmsg() PHP with its user and group
listens PHP with its user and group
