--TEST--
A Unix socket in mounts of a program's own is not what its path there says: neither a service of the host, nor what a rule opens, nor out of a deny rule's reach, for programs with aesock.native=all and for PHP's own functions; one that PHP finds at the same path is
--DESCRIPTION--
The kernel writes a path from the root of the mounts that a file was found in. A detached tree (open_tree(2)), which a program can make in
a namespace of users of its own, has its own root. The programs here are root's, who needs no such namespace.
--EXTENSIONS--
ffi
posix
--SKIPIF--
<?php
$needed = ['ffi', 'posix'];
require __DIR__ . '/../include/filter.skip.inc';
if (posix_geteuid() !== 0) die('skip needs root, for mounts');
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

const SERVER = <<<'PYTHON'
    import os, socket, sys
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[1])
    listener.listen()
    print("listens", flush=True)
    while True:
        client, _ = listener.accept()
        client.sendall(b"served\n")
        client.close()
    PYTHON;
const PROGRAM = <<<'PYTHON'
    import ctypes, os, socket, sys
    tree = sys.argv[1]
    def tell(what, path):
        client = socket.socket(socket.AF_UNIX)
        try:
            client.connect(path)
            print(what, "served" if client.recv(10) else "nothing", sep=": ")
        except OSError as error:
            print(what, error.strerror, sep=": ")
    CLONE_NEWNS, OPEN_TREE, AT_FDCWD, OPEN_TREE_CLONE = 0x20000, 428, -100, 1
    libc = ctypes.CDLL(None)
    if libc.unshare(CLONE_NEWNS):
        sys.exit("no mounts of its own")
    for what, path in zip(sys.argv[2::2], sys.argv[3::2]):
        if path.startswith("/"):
            tell(what, path)
    detached = libc.syscall(OPEN_TREE, AT_FDCWD, tree.encode(), OPEN_TREE_CLONE)
    root = f"/proc/{os.getpid()}/fd/{detached}"
    os.chdir(root)
    for what, path in zip(sys.argv[2::2], sys.argv[3::2]):
        if not path.startswith("/"):
            tell(f"program, {what}", path)
            tell(f"program, {what} by /proc", f"{root}/{path}")
    print(root, flush=True)
    sys.stdin.read()
    PYTHON;
$folder = getenv('LAB_DIR') . '/mounts-' . bin2hex(random_bytes(4));
foreach (['home', 'home/run/app', 'home/run/nscd'] as $made) {
    mkdir("$folder/$made", recursive: true);
}
$server = proc_open(outside(['python3', '-c', SERVER, "$folder/home/s"]), [['null'], ['pipe', 'w']], $pipes);
fgets($pipes[1]);
link("$folder/home/s", "$folder/home/run/app/s");
link("$folder/home/s", "$folder/home/run/nscd/socket");

$code = <<<'PHP'
    $program = proc_open(['python3', '-c', getenv('PROGRAM'), ...array_slice($argv, 1)], [['pipe', 'r'], ['pipe', 'w'], ['redirect', 1]], $pipes);
    while (!str_starts_with($root = trim((string) fgets($pipes[1])), '/')) {
        if ($root === '') exit("the program ended\n");
        echo $root, "\n";
    }
    foreach (array_chunk(array_slice($argv, 2), 2) as [$what, $path]) {
        if ($path[0] === '/') continue;
        $stream = @stream_socket_client("unix://$root/$path", $errno, $error, 3);
        echo "PHP, $what: ", $stream ? fgets($stream) : strtok($error, ":") . "\n";
    }
    PHP;
$run = fn (array $settings, string ...$arguments): string =>
    output([...command($settings + ['aesock.native' => 'all']), '-r', $code, '--', ...$arguments], ['PROGRAM' => PROGRAM]);
echo "-- open to programs\n";
echo $run(['aesock.allow' => "unix:/run/app/*,unix:$folder/home/run/app/*"], "$folder/home", 'at the path of PHP\'s', "$folder/home/run/app/s", 'a service', 'run/nscd/socket', 'what a rule opens', 'run/app/s');
echo "-- denied\n";
echo $run(['aesock.allow' => 'unix', 'aesock.deny' => "unix:$folder/home/s"], "$folder/home", 'at the path of PHP\'s', "$folder/home/s", 'the denied one', 's');

echo "-- audit\n";
$log = scratch();
$audited = $run(['aesock.mode' => 'audit', 'aesock.log' => 'denied', 'error_log' => $log], "$folder/home", 'at a path that PHP does not find', 's');
echo implode('', preg_grep('/^program/', preg_split('/(?<=\n)/', $audited)));
$lines = preg_grep('/via=program/', file($log));
echo preg_replace('/^\[.*?\] /', '', reset($lines) ?: "no line\n");

echo "-- below another root directory\n";
$code = <<<'PHP'
    $libc = FFI::cdef('int socket(int, int, int); int connect(int, void *, int); int *__errno_location(void); char *strerror(int);');
    $address = $libc->new('char[32]');
    FFI::memcpy($address, pack('v', 1) . "/run/nscd/socket\0", 19);
    chroot($argv[1]);
    echo 'a service: ', $libc->connect($libc->socket(1, 1, 0), FFI::addr($address), 19) < 0 ? FFI::string($libc->strerror($libc->__errno_location()[0])) : 'connected', "\n";
    PHP;
echo output([...command(['aesock.native' => 'all', 'ffi.enable' => '1'], ['ffi', 'AESOCK']), '-r', $code, '--', "$folder/home"]);
proc_terminate($server);
exec('rm -rf ' . escapeshellarg($folder));
?>
--EXPECT--
-- open to programs
at the path of PHP's: served
program, a service: Permission denied
program, a service by /proc: Permission denied
program, what a rule opens: Permission denied
program, what a rule opens by /proc: Permission denied
PHP, a service: Permission denied
PHP, what a rule opens: Permission denied
-- denied
at the path of PHP's: Permission denied
program, the denied one: Permission denied
program, the denied one by /proc: Permission denied
PHP, the denied one: Permission denied
-- audit
program, at a path that PHP does not find: served
program, at a path that PHP does not find by /proc: served
aesock deny connect reason=undecided rule=- app=default via=program:python3 mode=audit
-- below another root directory
a service: Permission denied
