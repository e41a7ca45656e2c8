--TEST--
A stream that blocks waits for its answer, and for the whole of its time-out, although somebody who has the same open file sets it not to block
--EXTENSIONS--
ffi
--SKIPIF--
<?php
$needed = ['ffi'];
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$common = <<<'PHP'
    $stream = stream_socket_client('tcp://93.184.216.34:7');
    stream_set_timeout($stream, 0, 500000);
    fwrite($stream, "hello\n");
    echo fgets($stream);
    $descriptors = array_filter(glob('/proc/self/fd/*'), fn ($link) => str_starts_with((string) @readlink($link), 'socket:'));
    natsort($descriptors);
    $descriptor = (int) basename(end($descriptors));
    function read_nothing(): void
    {
        global $stream;
        $start = hrtime(true);
        var_dump(fgets($stream), stream_get_meta_data($stream)['timed_out']);
        $elapsed = (hrtime(true) - $start) / 1e6;
        echo $elapsed >= 480 && $elapsed < 2000 ? "in time\n" : "after $elapsed ms\n";
    }
    PHP;
echo "somebody unseen\n", as_in_stock($common . <<<'PHP'
    dl('ffi'); // F_SETFL, O_NONBLOCK
    FFI::cdef('int fcntl(int, int, ...);')->fcntl($descriptor, 4, 2048);
    fwrite($stream, "again\n");
    echo fgets($stream);
    read_nothing();
    PHP, settings: ['aesock.native' => '']);
echo "a duplicate\n", as_in_stock($common . <<<'PHP'
    $duplicate = fopen("php://fd/$descriptor", 'r+');
    stream_set_blocking($duplicate, false);
    fwrite($stream, "again\n");
    echo fgets($stream);
    read_nothing();
    PHP);
?>
--EXPECT--
somebody unseen
hello
again
bool(false)
bool(true)
in time
a duplicate
hello
again
bool(false)
bool(true)
in time
