--TEST--
php-fpm -t fails for a pool with aesock.native=all where the kernel cannot hold it, and names it; without -t the pool's log says why each request ends the worker, whatever PHP logs of its own
--SKIPIF--
<?php
require __DIR__ . '/../include/filter.skip.inc';
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
?>
--INI--
aesock.native=libraries
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

// seccomp(2) answers ENOSYS.
$old = ['python3', '-c', <<<'PYTHON'
    import ctypes, os, struct, sys
    libc = ctypes.CDLL(None)
    code = b''.join(struct.pack('HBBI', *line) for line in [(0x20, 0, 0, 0), (0x15, 0, 1, 317 if os.uname().machine == 'x86_64' else 277), (6, 0, 0, 0x50000 + 38), (6, 0, 0, 0x7fff0000)])
    kept = ctypes.create_string_buffer(code)
    program = struct.pack('HxxxxxxQ', 4, ctypes.addressof(kept))
    libc.prctl(38, 1, 0, 0, 0)
    libc.prctl(22, 2, ctypes.c_char_p(program), 0, 0)
    os.execvp(sys.argv[1], sys.argv[1:])
    PYTHON];
$file = scratch();
$user = fileowner('/proc/self') === 0 ? "user = root\ngroup = root\n" : '';
file_put_contents($file, "[global]\nerror_log = /dev/null\n[shop]\nlisten = $file.sock\n{$user}pm = static\npm.max_children = 1\nphp_admin_value[aesock.native] = all\n");
$test = [fpm_program(), '-n', '-d', 'extension=' . getenv('AESOCK_MODULE'), '-d', 'display_errors=0', '-d', 'log_errors=0', '-t', '-R', '-y', $file];
// PHP 8.2 has an empty line behind it.
echo "-- this kernel\n", trim(preg_replace('/^\[.*?\] /m', '', str_replace($file, 'FILE', output($test)))), "\n";
echo "-- an old one\n", str_replace($file, 'FILE', output([...$old, ...$test]));

$page = scratch('<?php echo exec("echo a program"), "\n";', '.php');
$fpm = new Fpm(['shop' => ['php_admin_value[aesock.native] = all'], 'bogus' => ['php_admin_value[aesock.native] = bogus'], 'other' => []], ['-d', 'log_errors=0'], as: $old);
foreach (['shop', 'bogus', 'other'] as $pool) {
    $got = $fpm->get($pool, $page);
    echo "-- $pool\n", str_contains($got, 'a program') ? 'ran' : 'did not run', "\n", $fpm->logged($pool);
}
?>
--EXPECTF--
-- this kernel
NOTICE: configuration file FILE test is successful
-- an old one
aesock: pool `shop` (FILE:%d): aesock.native: all is not possible: the kernel has no seccomp filters with a supervisor (Linux 5.19 has, valgrind and some containers have not): Function not implemented (os error 38); set aesock.native=libraries
exit status 255
-- shop
did not run
aesock refuses the request and ends the worker: aesock.native: all is not possible: the kernel has no seccomp filters with a supervisor (Linux 5.19 has, valgrind and some containers have not): Function not implemented (os error 38); set aesock.native=libraries
-- bogus
did not run
aesock refuses everything of `bogus`: aesock.native: `bogus` is not libraries, all or empty
aesock refuses the request and ends the worker: aesock.native: `bogus` is not libraries, all or empty; nothing is served, since programs and FFI cannot be held here
-- other
ran
