--TEST--
A PHP that PHP starts under aesock.native=all works as an ordinary user: the one that decides about it may look into its memory, which it closes only where aesock.dumpable=0 asks for that, at the price of everything
--SKIPIF--
<?php
$needed = ['ffi'];
require __DIR__ . '/../include/filter.skip.inc';
if (fileowner('/proc/self') !== 0 || !preg_match('/^\s*0\s+0\s+\d{6,}/', file_get_contents('/proc/self/uid_map'))) die('skip not root: it runs as another user');
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

// As a user who may read the extension there.
$folder = sys_get_temp_dir() . '/aesock-inside-' . bin2hex(random_bytes(4));
mkdir($folder);
chmod($folder, 0755);
copy(getenv('AESOCK_MODULE'), "$folder/aesock.so");
file_put_contents("$folder/inner.php", <<<'PHP'
    <?php
    $told = fn (bool $works): string => $works ? 'connected' : 'refused';
    $libc = FFI::cdef('int socket(int, int, int); int connect(int, char *, int);');
    $address = fn (string $ip): string => pack('vn', 2, 80) . inet_pton($ip) . str_repeat("\0", 8);
    foreach (['93.184.216.34', '10.0.0.66'] as $ip) {
        echo $ip, ': PHP ', $told((bool) @fsockopen($ip, 80)), ', FFI ', $told($libc->connect($libc->socket(2, 1, 0), $address($ip), 16) === 0),
            ', a program ', $told(exec("bash -c 'exec 3<>/dev/tcp/$ip/80 && echo open' 2>/dev/null") === 'open'), "\n";
    }
    echo 'names: PHP ', $told((bool) @fsockopen('plain.test', 80)), ', the C library ', gethostbyname('plain.test') === 'plain.test' ? 'nothing' : 'found', "\n";
    $status = aesock_status();
    echo 'all: ', $status['native']['all'], "\n";
    echo 'not covered: ', implode(' ', array_intersect(['ffi', 'exec()', 'proc_open()'], $status['not_covered'])), "\n";
    PHP);
$php = fn (array $settings): array => [
    getenv('TEST_PHP_EXECUTABLE'), '-n', '-d', "extension=$folder/aesock.so", ...(is_built_in('ffi') ? [] : ['-d', 'extension=ffi']), '-d', 'ffi.enable=1',
    ...array_merge(...array_map(fn ($name, $value) => ['-d', "$name=$value"], array_keys($settings), $settings)),
];
foreach ([
    'all in both' => ['aesock.native' => 'all'],
    'all in both, the second strict' => ['aesock.native' => 'all', 'aesock.strict' => '1'],
    'all and libraries' => ['aesock.native' => 'libraries'],
    'all in both, the second with its memory closed' => ['aesock.native' => 'all', 'aesock.dumpable' => '0'],
    'all and libraries, the second with its memory closed' => ['aesock.native' => 'libraries', 'aesock.dumpable' => '0'],
] as $what => $inner) {
    $log = scratch();
    chmod($log, 0666);
    $inner = implode(' ', array_map(escapeshellarg(...), [...$php($inner + ['aesock.log' => '']), "$folder/inner.php"]));
    $outer = $php(['aesock.native' => 'all', 'error_log' => $log, 'log_errors' => '1']);
    $code = 'passthru(' . var_export("$inner 2>&1", true) . ');';
    echo "-- $what\n", output(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--', ...$outer, '-r', $code]);
    preg_match_all('/aesock deny \S+ reason=undecided/', file_get_contents($log), $lines);
    echo 'undecided: ', implode(', ', array_unique($lines[0])) ?: 'nothing', "\n";
}
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
tell(seen_at('10.0.0.66'));
?>
--EXPECT--
-- all in both
93.184.216.34: PHP connected, FFI connected, a program connected
10.0.0.66: PHP refused, FFI refused, a program refused
names: PHP connected, the C library found
all: enforced by the PHP process that started this one, whose policy is the same
not covered: 
undecided: nothing
-- all in both, the second strict
93.184.216.34: PHP connected, FFI connected, a program connected
10.0.0.66: PHP refused, FFI refused, a program refused
names: PHP connected, the C library found
all: enforced by the PHP process that started this one, whose policy is the same
not covered: 
undecided: nothing
-- all and libraries
93.184.216.34: PHP connected, FFI connected, a program connected
10.0.0.66: PHP refused, FFI refused, a program refused
names: PHP connected, the C library found
all: off
not covered: ffi exec() proc_open()
undecided: nothing
-- all in both, the second with its memory closed

Fatal error: aesock: aesock.native: all is not possible: the PHP process that started this one has it too, and refuses this process everything, since it cannot look into memory that is closed to its user (aesock.dumpable=0); set aesock.dumpable=1 here in Unknown on line 0
Could not startup.
undecided: nothing
-- all and libraries, the second with its memory closed
93.184.216.34: PHP refused, FFI refused, a program connected
10.0.0.66: PHP refused, FFI refused, a program refused
names: PHP refused, the C library nothing
all: refused everything by the PHP process that started this one, which cannot look into this one's memory (aesock.dumpable=0)
not covered: ffi exec() proc_open()
undecided: aesock deny connect reason=undecided
[]
