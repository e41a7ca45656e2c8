--TEST--
With aesock.native=all nobody types into a terminal (TIOCSTI) or pastes there (TIOCLINUX): the shell that PHP was started from would do what a program writes
--SKIPIF--
<?php
$needed = ['ffi'];
require __DIR__ . '/../include/filter.skip.inc';
// A kernel that refuses it by itself (dev.tty.legacy_tiocsti=0) lets root.
if (posix_geteuid() !== 0) die('skip needs root');
?>
--EXTENSIONS--
ffi
posix
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

const TYPE = <<<'PYTHON'
    import os, pty, sys
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(sys.argv[1], sys.argv[1:])
    said = b""
    try:
        while piece := os.read(terminal, 1000):
            said += piece
    except OSError:
        pass
    sys.stdout.write(said.decode().replace("\r\n", "\n"))
    PYTHON;
const PROGRAM = <<<'PYTHON'
    import fcntl, os, select, termios, tty
    tty.setcbreak(0)
    def call(request, what):
        try:
            fcntl.ioctl(0, request, what)
            return "done"
        except OSError as error:
            return error.strerror
    print("type:", call(termios.TIOCSTI, b"x"))
    print("typed:", os.read(0, 1) if select.select([0], [], [], 0)[0] else "nothing")
    print("paste:", call(0x541C, b"\x03\0\0\0"))
    print("size:", call(termios.TIOCGWINSZ, bytes(8)))
    PYTHON;
$code = <<<'PHP'
    passthru('python3 -c ' . escapeshellarg(getenv('PROGRAM')));
    $libc = FFI::cdef('int ioctl(int, unsigned long, ...); int *__errno_location(void); char *strerror(int);');
    echo 'FFI: ', $libc->ioctl(0, 0x5412, 'x') < 0 ? FFI::string($libc->strerror($libc->__errno_location()[0])) : 'done', "\n";
    // The upper half of a request counts for nothing.
    echo 'FFI: ', $libc->ioctl(0, 0x100005412, 'x') < 0 ? FFI::string($libc->strerror($libc->__errno_location()[0])) : 'done', "\n";
    PHP;
foreach (['libraries', 'all'] as $native) {
    $php = [...command(['aesock.native' => $native, 'ffi.enable' => '1'], ['ffi', 'AESOCK']), '-r', $code];
    echo "-- $native\n", output(['python3', '-c', TYPE, ...$php], ['PROGRAM' => PROGRAM]);
}
?>
--EXPECTF--
-- libraries
type: done
typed: b'x'
paste: %s
size: done
FFI: done
FFI: done
-- all
type: Operation not permitted
typed: nothing
paste: Operation not permitted
size: done
FFI: Operation not permitted
FFI: Operation not permitted
