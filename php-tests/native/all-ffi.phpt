--TEST--
With aesock.native=all FFI reaches what the policy allows and nothing else: by functions of libc, by system calls, by other kinds of sockets
--EXTENSIONS--
ffi
--SKIPIF--
<?php
$needed = ['ffi'];
require __DIR__ . '/../include/filter.skip.inc';
if (php_uname('m') !== 'x86_64') die('skip numbers of system calls');
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

$code = <<<'PHP'
    $libc = FFI::cdef('
        int socket(int, int, int); int connect(int, void *, int); int bind(int, void *, int); int listen(int, int);
        long sendto(int, char *, long, int, void *, int); long syscall(long, ...); int setsockopt(int, int, int, void *, int);
        int *__errno_location(void); char *strerror(int);');
    $told = fn (int $result): string => $result >= 0 ? 'done' : FFI::string($libc->strerror($libc->__errno_location()[0]));
    $address = function (string $ip, int $port, int $family = 2) {
        $address = FFI::cdef()->new('char[16]', false);
        FFI::memcpy($address, pack('vn', $family, $port) . inet_pton($ip) . str_repeat("\0", 8), 16);
        return FFI::addr($address);
    };
    foreach (['93.184.216.34', '10.0.0.32'] as $ip) {
        $tcp = fn () => $libc->socket(2, 1, 0);
        $udp = $libc->socket(2, 2, 0);
        echo "$ip\n";
        echo '  connect: ', $told($libc->connect($tcp(), $address($ip, 80), 16)), "\n";
        echo '  syscall: ', $told($libc->syscall(42, $tcp(), $address($ip, 80), 16)), "\n";
        echo '  sendto: ', $told($libc->sendto($udp, 'hello', 5, 0, $address($ip, 7), 16)), "\n";
        echo '  sendto without a family: ', $told($libc->sendto($udp, 'hello', 5, 0, $address($ip, 7, 0), 16)), "\n";
        echo '  fast open: ', $told($libc->sendto($tcp(), 'hello', 5, 0x20000000, $address($ip, 80), 16)), "\n";
    }
    echo 'bind: ', $told($libc->bind($tcp(), $address('0.0.0.0', 8099), 16)), "\n";
    echo 'listen: ', $told($libc->listen($tcp(), 1)), "\n";
    echo 'raw: ', $told($libc->socket(2, 3, 255)), ', packet: ', $told($libc->socket(17, 3, 0)), ', vsock: ', $told($libc->socket(40, 1, 0)), "\n";
    $device = FFI::cdef()->new('char[2]'); FFI::memcpy($device, 'lo', 2);
    echo 'device: ', $told($libc->setsockopt($udp, 1, 25, FFI::addr($device), 2)), "\n";
    echo 'io_uring: ', $told($libc->syscall(425, 1, null)), "\n";
    echo implode(' ', aesock_status()['not_covered']), "\n";
    PHP;
echo output([...command(['aesock.native' => 'all', 'ffi.enable' => '1', 'aesock.strict' => '1'], ['ffi', 'AESOCK']), '-r', $code]);
tell(seen_at('10.0.0.32'));
?>
--EXPECT--
93.184.216.34
  connect: done
  syscall: done
  sendto: done
  sendto without a family: done
  fast open: Operation not supported
10.0.0.32
  connect: Permission denied
  syscall: Permission denied
  sendto: Permission denied
  sendto without a family: Permission denied
  fast open: Operation not supported
bind: Permission denied
listen: Permission denied
raw: Protocol not supported, packet: Address family not supported by protocol, vsock: Address family not supported by protocol
device: Operation not permitted
io_uring: Function not implemented

[]
