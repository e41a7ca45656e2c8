--TEST--
With aesock.native=all a worker that gives up its user, or gets namespaces of its own, stays held with its programs, and what is allowed stays open; a namespace of users is refused to it by the kernel
--SKIPIF--
<?php
$needed = ['ffi', 'pcntl', 'posix'];
require __DIR__ . '/../include/filter.skip.inc';
if (fileowner('/proc/self') !== 0 || !preg_match('/^\s*0\s+0\s+\d{6,}/', file_get_contents('/proc/self/uid_map'))) die('skip not root: it becomes another user');
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

const CODE = <<<'PHP'
    const HOSTS = ['93.184.216.34', '10.0.0.47'];
    function tell(string $when): void
    {
        $libc = FFI::cdef('int socket(int, int, int); int connect(int, void *, int); int *__errno_location(void); char *strerror(int);');
        foreach (HOSTS as $host) {
            $address = FFI::cdef()->new('char[16]');
            FFI::memcpy($address, pack('vn', 2, 80) . inet_pton($host) . str_repeat("\0", 8), 16);
            $connected = $libc->connect($libc->socket(2, 1, 0), FFI::addr($address), 16) === 0;
            $said[] = $connected ? 'connected' : FFI::string($libc->strerror($libc->__errno_location()[0]));
            $said[] = preg_replace('/^.*: /', '', exec("bash -c 'exec 3<>/dev/tcp/$host/80 && echo connected' 2>&1"));
        }
        echo "$when: ", implode(', ', $said), '; ', gethostbyname('plain.test'), "\n";
    }
    /** The users of this process's threads. */
    function users(): string
    {
        $user = fn (string $status) => preg_match('/^Uid:\t(\d+\t\d+)/m', file_get_contents($status), $match) ? strtr($match[1], "\t", ' ') : 'none';
        return implode(', ', array_unique(array_map($user, glob('/proc/self/task/*/status'))));
    }
    tell('before');
    try {
        pcntl_unshare(CLONE_NEWUSER);
    } catch (ValueError) {
        echo "no users of its own\n";
    }
    pcntl_unshare(CLONE_NEWNS);
    tell('with mounts of its own');
    pcntl_unshare(CLONE_NEWPID);
    // With the first of them, all others would end, too.
    $first = proc_open(['cat'], [['pipe', 'r']], $pipes);
    tell('with processes of its own');
    echo 'threads of user ', users(), "\n";
    posix_setgid(65534);
    posix_setuid(65534);
    tell('as nobody');
    echo 'threads of user ', users(), "\n";
    fclose($pipes[0]);
    PHP;
echo output([...command(['aesock.native' => 'all', 'ffi.enable' => 1], ['ffi', 'pcntl', 'posix', 'AESOCK']), '-r', CODE]);
$network = <<<'PHP'
    pcntl_unshare(CLONE_NEWNET);
    foreach (['93.184.216.34', '10.0.0.47'] as $host) $said[] = preg_replace('/^.*: /', '', exec("bash -c 'exec 3<>/dev/tcp/$host/80' 2>&1"));
    echo 'with a network of its own: ', implode(', ', $said), "\n";
    PHP;
echo output([...command(['aesock.native' => 'all'], ['pcntl', 'posix', 'AESOCK']), '-r', $network]);
tell(seen_at('10.0.0.47'));
?>
--EXPECT--
before: connected, connected, Permission denied, Permission denied; 93.184.216.34
no users of its own
with mounts of its own: connected, connected, Permission denied, Permission denied; 93.184.216.34
with processes of its own: connected, connected, Permission denied, Permission denied; 93.184.216.34
threads of user 0 0
as nobody: connected, connected, Permission denied, Permission denied; 93.184.216.34
threads of user 65534 65534
with a network of its own: Network is unreachable, Permission denied
[]
