--TEST--
With aesock.native=all a process has at most 64 KiB more of its own than without the floor, after its programs have connected too, with ext/curl and its many libraries as well
--SKIPIF--
<?php $needed = ['curl', 'sockets']; require __DIR__ . '/../include/filter.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

// Without huge pages, one of which is more than all that is asked about.
const SMALL_PAGES = 'import ctypes, os, sys; ctypes.CDLL(None).prctl(41, 1, 0, 0, 0); os.execv(sys.argv[1], sys.argv[1:])';
const CODE = <<<'PHP'
    $own = function (): int {
        preg_match('/^Anonymous: *(\d+) kB/m', file_get_contents('/proc/self/smaps_rollup'), $match);
        return $match[1];
    };
    $own();
    for ($i = 0; $i < getenv('PROGRAMS'); $i++) {
        exec('bash -c "exec 3<>/dev/tcp/93.184.216.47/7" 2>&1', $said, $status);
        $status === 0 || die(implode("\n", $said));
    }
    echo $own();
    PHP;
/** The least that it has in some runs, in KiB: where the loader puts things, which pages are shared, is chance. */
function own_memory(string $native, int $programs, array $loaded): int
{
    $command = ['/usr/bin/python3', '-c', SMALL_PAGES, ...command(['aesock.native' => $native], [...$loaded, 'AESOCK']), '-r', CODE];
    return min(array_map(fn () => (int) output($command, ['PROGRAMS' => $programs]), range(1, 15)));
}
foreach (['without further extensions' => [], 'with ext/curl' => ['sockets', 'curl']] as $with => $loaded) {
    echo "-- $with\n";
    foreach ([['libraries', 0, 20], ['all', 0, 64], ['all', 10, 64]] as [$native, $programs, $most]) {
        $more = own_memory($native, $programs, $loaded) - own_memory('', $programs, $loaded);
        echo $native, $programs ? ', after programs' : '', ': ', $more <= $most ? "at most $most KiB" : "$more KiB", "\n";
    }
}
?>
--EXPECT--
-- without further extensions
libraries: at most 20 KiB
all: at most 64 KiB
all, after programs: at most 64 KiB
-- with ext/curl
libraries: at most 20 KiB
all: at most 64 KiB
all, after programs: at most 64 KiB
