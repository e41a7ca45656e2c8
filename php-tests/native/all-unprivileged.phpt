--TEST--
With aesock.native=all a worker without privileges, whose memory is closed, holds itself, FFI and its programs
--SKIPIF--
<?php
$needed = ['ffi'];
require __DIR__ . '/../include/filter.skip.inc';
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
if (fileowner('/proc/self') !== 0 || !preg_match('/^\s*0\s+0\s+\d{6,}/', file_get_contents('/proc/self/uid_map'))) die('skip not root: it runs as another user');
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';
require __DIR__ . '/../include/filter.inc';

$try = <<<'PHP'
    <?php
    $libc = FFI::cdef('int socket(int, int, int); int connect(int, void *, int);');
    foreach (['93.184.216.34', '10.0.0.37'] as $ip) {
        $address = FFI::cdef()->new('char[16]');
        FFI::memcpy($address, pack('vn', 2, 80) . inet_pton($ip) . str_repeat("\0", 8), 16);
        echo $ip, ': FFI ', $libc->connect($libc->socket(2, 1, 0), FFI::addr($address), 16);
        $stream = @fsockopen($ip, 80, $errno, $error);
        echo ', PHP ', $stream ? 'connected' : $error;
        $process = proc_open(['python3', '-c', "import socket; socket.create_connection(('$ip', 80)); print('connected')"], [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes);
        echo ', python ', preg_replace('/^.*\n(?=.)/s', '', stream_get_contents($pipes[1]));
    }
    $memory = "import os; print('memory of PHP:', end=' ')\ntry: open('/proc/%d/mem' % os.getppid(), 'r+b'); print('open')\nexcept OSError as error: print(error.strerror)";
    $process = proc_open(['python3', '-c', $memory], [1 => ['pipe', 'w']], $pipes);
    echo stream_get_contents($pipes[1]);
    echo exec('grep -E "^(Seccomp|CapEff)" /proc/self/status | tr "\n" " "'), "\n";
    PHP;
$folder = sys_get_temp_dir() . '/aesock-all-' . bin2hex(random_bytes(4));
mkdir($folder);
chmod($folder, 0755);
file_put_contents("$folder/try.php", $try);
copy(getenv('AESOCK_MODULE'), "$folder/aesock.so");
$fpm = new Fpm(['unprivileged' => ['user = 65534', 'group = 65534', 'php_admin_value[aesock.native] = all']], ['-d', 'extension=ffi', '-d', 'ffi.enable=1', '-d', 'aesock.log=']);
echo "-- php-fpm\n", $fpm->get('unprivileged', "$folder/try.php");
$as_nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--bounding-set=-all', '--', getenv('TEST_PHP_EXECUTABLE'), '-n', '-d', "extension=$folder/aesock.so"];
echo "-- command line\n", output([...$as_nobody, '-d', 'extension=ffi', '-d', 'aesock.log=', '-d', 'aesock.native=all', "$folder/try.php"]);
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
tell(seen_at('10.0.0.37'));
?>
--EXPECT--
-- php-fpm
93.184.216.34: FFI 0, PHP connected, python connected
10.0.0.37: FFI -1, PHP Permission denied: 10.0.0.37 is a private address, python PermissionError: [Errno 13] Permission denied
memory of PHP: Permission denied
CapEff:	0000000000000000 Seccomp:	2 Seccomp_filters:	1
-- command line
93.184.216.34: FFI 0, PHP connected, python connected
10.0.0.37: FFI -1, PHP Permission denied: 10.0.0.37 is a private address, python PermissionError: [Errno 13] Permission denied
memory of PHP: Permission denied
CapEff:	0000000000000000 Seccomp:	2 Seccomp_filters:	1
[]
