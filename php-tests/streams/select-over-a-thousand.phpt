--TEST--
stream_select() watches a thousand streams up to the last descriptor it can, and beyond that fails, as in stock PHP
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if ((int) shell_exec('ulimit -Hn') < 1200) {
    die('skip needs 1200 descriptors');
}
$reason = 'descriptors are counted that are its own';
require __DIR__ . '/../include/no-valgrind.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock(<<<'PHP'
    print_warnings();
    $none = null;
    $descriptors = fn () => count(scandir('/proc/self/fd')) - 3;
    $connect = fn () => stream_socket_client('tcp://93.184.216.34:7');
    // select(2) knows 1024 descriptors, and those below the first stream are taken.
    for ($streams = []; $descriptors() < 1024;) {
        $streams[] = $connect();
    }
    tell(count($streams) > 1000);
    $read = $streams;
    tell(stream_select($read, $none, $none, 0));
    $write = $streams;
    tell(stream_select($none, $write, $none, 5) === count($streams));

    $last = count($streams) - 1;
    $talking = array_filter($streams, fn ($index) => $index % 97 === 0 || $index === $last, ARRAY_FILTER_USE_KEY);
    array_map(fn ($stream) => fwrite($stream, "hello\n"), $talking);
    $ready = function () use ($streams): array {
        $none = null;
        $read = $streams;
        stream_select($read, $none, $none, 5);
        return $read;
    };
    tell(await($ready, $talking) === $talking);
    tell(array_unique(array_map(fgets(...), $talking)));
    $read = $streams;
    tell(stream_select($read, $none, $none, 0));

    array_push($streams, $connect(), $connect());
    $read = $streams;
    tell(stream_select($read, $none, $none, 0));
    $read = [end($streams)];
    tell(stream_select($read, $none, $none, 0));
    // The stream itself is as good as any.
    fwrite(end($streams), "beyond\n");
    tell(fgets(end($streams)));
    PHP, 'ulimit -Sn 1200');
?>
--EXPECT--
true
0
true
true
["hello\n"]
0
warning: stream_select(): You MUST recompile PHP with a larger value of FD_SETSIZE.
It is set to 1024, but you have descriptors numbered at least as high as 1025.
 --enable-fd-setsize=2048 is recommended, but you may want to set it
to equal the maximum number of open files supported by your system,
in order to avoid seeing this error again at a later date.
false
warning: stream_select(): You MUST recompile PHP with a larger value of FD_SETSIZE.
It is set to 1024, but you have descriptors numbered at least as high as 1025.
 --enable-fd-setsize=2048 is recommended, but you may want to set it
to equal the maximum number of open files supported by your system,
in order to avoid seeing this error again at a later date.
false
"beyond\n"
