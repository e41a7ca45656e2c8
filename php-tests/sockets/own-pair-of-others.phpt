--TEST--
socket_create_pair() that aesock brings leaves objects of other classes alone, and closed sockets, that a script's destructor puts in place of the pair
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

echo php(<<<'PHP'
    class Swaps {
        function __construct(private Closure $others) {}
        function __destruct() { $GLOBALS['pair'] = ($this->others)(); }
    }
    $closed = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
    socket_close($closed);
    // Their own part is as long as a socket's.
    $others = [
        fn () => [hash_init('sha1'), hash_init('md5')],
        fn () => [new DateInterval('P1D'), new SplMinHeap],
        fn () => [$closed, $closed],
        fn () => [fopen('php://memory', 'r'), 'text'],
    ];
    foreach ($others as $make) {
        $pair = new Swaps($make);
        var_dump(socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair));
        [$first, $second] = $pair;
        echo get_debug_type($first), ' ', get_debug_type($second), "\n";
        if ($first instanceof HashContext) {
            hash_update($first, 'abc');
            echo hash_final($first), ' ', hash_final($second), "\n";
        }
        unset($pair, $first, $second);
    }
    // What another reference has stays a pair.
    class Keeps { function __destruct() { [$GLOBALS['one'], $GLOBALS['two']] = $GLOBALS['kept']; $GLOBALS['kept'] = null; } }
    $kept = new Keeps;
    $sockets = fn () => array_filter(scandir('/proc/self/fdinfo'), fn ($number) => str_starts_with((string) @readlink("/proc/self/fd/$number"), 'socket:'));
    $before = $sockets();
    var_dump(socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $kept));
    var_dump(socket_write($one, 'hello'), socket_read($two, 5), $kept);
    foreach (array_diff($sockets(), $before) as $number) {
        preg_match('/^flags:\s*(\d+)/m', file_get_contents("/proc/self/fdinfo/$number"), $flags);
        echo octdec($flags[1]) & 02000000 ? 'closed on exec' : 'inherited', "\n";
    }
    PHP, ['aesock.sockets' => '1', 'aesock.allow' => 'socketpair']);
?>
--EXPECT--
bool(true)
HashContext HashContext
a9993e364706816aba3e25717850c26c9cd0d89d d41d8cd98f00b204e9800998ecf8427e
bool(true)
DateInterval SplMinHeap
bool(true)
Socket Socket
bool(true)
resource (stream) string
bool(true)
int(5)
string(5) "hello"
NULL
closed on exec
closed on exec
