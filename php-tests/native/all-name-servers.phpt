--TEST--
With aesock.native=all only resolv.conf of PHP's own root directory opens name servers: this host is not one where the file cannot be read (no descriptor left), and neither is one that a file of another root names
--EXTENSIONS--
ffi
posix
--SKIPIF--
<?php
$needed = ['ffi', 'posix'];
require __DIR__ . '/../include/filter.skip.inc';
if (posix_geteuid() !== 0) die('skip needs root, for chroot()');
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

$root = getenv('LAB_DIR') . '/root-' . bin2hex(random_bytes(4));
mkdir("$root/etc", recursive: true);
file_put_contents("$root/etc/resolv.conf", "nameserver 10.83.21.7\n");
$code = <<<'PHP'
    $libc = FFI::cdef('int socket(int, int, int); int connect(int, void *, int); int close(int); int *__errno_location(void); char *strerror(int);');
    $told = fn (int $result): string => $result >= 0 ? 'done' : FFI::string($libc->strerror($libc->__errno_location()[0]));
    $to = function (string $ip) use ($libc): FFI\CData {
        $address = $libc->new('char[16]', false);
        FFI::memcpy($address, pack('vn', 2, 53) . inet_pton($ip) . str_repeat("\0", 8), 16);
        return FFI::addr($address);
    };
    [$here, $elsewhere] = [$to('127.0.0.1'), $to('10.83.21.7')];
    $server = $to(preg_match('/^nameserver ([\d.]+)/m', file_get_contents('/etc/resolv.conf'), $match) ? $match[1] : '127.0.0.1');
    $sockets = array_map(fn () => $libc->socket(2, 2, 0), range(0, 15));
    echo 'the name server: ', $told($libc->connect($sockets[0], $server, 16)), "\n";
    echo 'another: ', $told($libc->connect($sockets[0], $elsewhere, 16)), "\n";
    ['soft openfiles' => $limit, 'hard openfiles' => $most] = posix_getrlimit();
    foreach (range(1, 15) as $descriptors) {
        posix_setrlimit(POSIX_RLIMIT_NOFILE, $descriptors, $most);
        $here_is[$told($libc->connect($sockets[$descriptors], $here, 16))] = true;
    }
    posix_setrlimit(POSIX_RLIMIT_NOFILE, $limit, $most);
    ksort($here_is);
    echo 'this host, with few descriptors: ', implode(', ', array_keys($here_is)), "\n";
    chroot($argv[1]);
    echo 'another root\'s: ', $told($libc->connect($sockets[0], $elsewhere, 16)), "\n";
    PHP;
echo output([...command(['aesock.native' => 'all', 'ffi.enable' => '1'], ['ffi', 'posix', 'AESOCK']), '-r', $code, '--', $root]);
unlink("$root/etc/resolv.conf");
rmdir("$root/etc");
rmdir($root);
?>
--EXPECT--
the name server: done
another: Permission denied
this host, with few descriptors: Permission denied
another root's: Permission denied
