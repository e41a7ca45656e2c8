--TEST--
With aesock.native=all a process has at most 64 KiB more of its own than without the floor, after its programs have connected too
--SKIPIF--
<?php require __DIR__ . '/../include/filter.skip.inc'; ?>
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
/** The least that it has in a few runs, in KiB. */
function own_memory(string $native, int $programs): int
{
    $command = ['/usr/bin/python3', '-c', SMALL_PAGES, ...command(['aesock.native' => $native]), '-r', CODE];
    return min(array_map(fn () => (int) output($command, ['PROGRAMS' => $programs]), range(1, 5)));
}
foreach (['libraries' => 0, 'all' => 0, 'all, with programs' => 10] as $case => $programs) {
    $more = own_memory(strtok($case, ','), $programs) - own_memory('', $programs);
    echo "$case: ", $more <= 64 ? 'at most 64 KiB' : "$more KiB", "\n";
}
?>
--EXPECT--
libraries: at most 64 KiB
all: at most 64 KiB
all, with programs: at most 64 KiB
