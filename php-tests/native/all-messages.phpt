--TEST--
With aesock.native=all what programs send in bulk arrives as in stock: of 128 pairs of datagrams in one sendmmsg() those that may be sent, a stream's four megabytes in a thousand parts, a datagram of as many, and all descriptors that a message may have
--SKIPIF--
<?php require __DIR__ . '/../include/filter.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

const PROGRAM = <<<'PYTHON'
    import array, collections, ctypes, os, socket, struct, threading
    from ctypes import c_int, c_size_t, c_uint, c_void_p
    libc = ctypes.CDLL(None, use_errno=True)
    class Part(ctypes.Structure):
        _fields_ = [("at", c_void_p), ("length", c_size_t)]
    class Message(ctypes.Structure):
        _fields_ = [("name", c_void_p), ("name_length", c_uint), ("parts", c_void_p), ("count", c_size_t), ("control", c_void_p), ("control_length", c_size_t), ("flags", c_int)]
    class Entry(ctypes.Structure):
        _fields_ = [("message", Message), ("sent", c_uint)]
    def address(host):
        return ctypes.create_string_buffer(struct.pack("=H", socket.AF_INET) + struct.pack("!H", 7) + socket.inet_aton(host) + bytes(8), 16)

    PAIRS = 128
    payload = ctypes.create_string_buffer(b"half" * 2)
    parts = (Part * 2)(Part(ctypes.addressof(payload), 4), Part(ctypes.addressof(payload) + 4, 4))
    names = address("10.83.3.2"), address("10.83.3.1")
    entries = (Entry * (2 * PAIRS))(*[Entry(Message(ctypes.addressof(names[number % 2]), 16, ctypes.addressof(parts), 2)) for number in range(2 * PAIRS)])
    udp, at, ends = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), 0, collections.Counter()
    while at < len(entries):
        sent = libc.sendmmsg(udp.fileno(), ctypes.byref(entries, at * ctypes.sizeof(Entry)), len(entries) - at, 0)
        for entry in entries[at:at + sent]:
            ends[f"{entry.sent} bytes"] += 1
        if sent <= 0:
            ends[os.strerror(ctypes.get_errno())] += 1
        at += max(sent, 1)
    print(dict(ends))

    text = os.urandom(4096)
    echo, back = socket.create_connection(("93.184.216.34", 7)), bytearray()
    def receive():
        while len(back) < 1024 * len(text) and (more := echo.recv(1 << 16)):
            back.extend(more)
    reader = threading.Thread(target=receive)
    reader.start()
    parts = [memoryview(text)] * 1024
    while parts:
        sent = echo.sendmsg(parts)
        while parts and sent >= len(parts[0]):
            sent -= len(parts.pop(0))
        if sent:
            parts[0] = parts[0][sent:]
    reader.join()
    print("stream:", "whole" if back == text * 1024 else len(back))

    def tell(what, send):
        try:
            print(what, send(), sep=": ")
        except OSError as error:
            print(what, error.strerror, sep=": ")
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    tell("1024 parts", lambda: here.sendmsg([b"x" * 63] * 1024) == 64512 == len(there.recv(1 << 17)))
    udp.connect(("10.83.3.2", 7))
    tell("a datagram that is too long", lambda: udp.sendmsg([b"x" * 64] * 1024))
    # Python itself sends no more parts.
    parts = (Part * 1025)(*[Part(ctypes.addressof(payload), 1)] * 1025)
    message = Message(None, 0, ctypes.addressof(parts), 1025)
    print("1025 parts:", libc.sendmsg(here.fileno(), ctypes.byref(message), 0), os.strerror(ctypes.get_errno()))
    MOST = 253
    tell("descriptors", lambda: here.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [udp.fileno()] * MOST))]))
    _, received, _, _ = socket.recv_fds(there, 1, MOST)
    print({os.readlink(f"/proc/self/fd/{number}") == os.readlink(f"/proc/self/fd/{udp.fileno()}") for number in received}, len(received))
    tell("one more", lambda: here.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [udp.fileno()] * (MOST + 1)))]))
    PYTHON;
const CODE = 'passthru("exec python3 -c " . escapeshellarg(getenv("PROGRAM")) . " 2>&1");';
lab_seen();
$environment = ['PROGRAM' => PROGRAM];
foreach (['', 'all'] as $native) {
    echo $native === '' ? "-- stock\n" : "-- held\n";
    echo php(CODE, ['aesock.native' => $native, 'aesock.allow' => 'udp://10.83.3.2:7'], $environment);
    $seen = array_map(fn (string $line) => implode(' ', array_slice(explode(' ', $line), 1, 3)), preg_grep('/ 10\.83\.3\.[12] /', lab_seen()));
    tell(array_count_values($seen));
}
?>
--EXPECT--
-- stock
{'8 bytes': 256}
stream: whole
1024 parts: True
a datagram that is too long: Message too long
1025 parts: -1 Message too long
descriptors: 1
{True} 253
one more: Invalid argument
{"udp 10.83.3.2 7":128,"udp 10.83.3.1 7":128}
-- held
{'8 bytes': 128, 'Permission denied': 128}
stream: whole
1024 parts: True
a datagram that is too long: Message too long
1025 parts: -1 Message too long
descriptors: 1
{True} 253
one more: Invalid argument
{"udp 10.83.3.2 7":128}
