--TEST--
Equal lines of a worker's requests within a second are one line and one count, which is told by the next request, or when the worker ends
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
if (PHP_ZTS) die('skip a thread counts within a request');
$reason = 'a page takes more than a second';
require __DIR__ . '/../include/no-valgrind.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$log = scratch('', '.log');
$page = scratch('<?php @fsockopen($_SERVER["HOST"], 80);', '.php');
$others = scratch('<?php echo "page\n";', '.php');
foreach (['to error_log' => [], 'to aesock.log_file' => ['-d', "aesock.log_file=$log"]] as $name => $arguments) {
    echo "-- $name\n";
    file_put_contents($log, '');
    $fpm = new Fpm(['www' => []], $arguments, log: true);
    $told = function () use ($fpm, $log): string {
        $lines = $fpm->logged('www') . preg_replace('/^\[.*?\] /m', '', file_get_contents($log));
        file_put_contents($log, '');
        return preg_replace('/ at=\S+ page=\S+/', '', $lines);
    };
    for ($i = 0; $i < 5; $i++) {
        $fpm->get('www', $page, ['HOST' => '10.0.0.5']);
    }
    $fpm->get('www', $page, ['HOST' => '10.0.0.6']);
    // However slow the machine is, each line is there or counted.
    $lines = $told();
    sleep(1);
    echo $fpm->get('www', $others);
    $lines .= $told();
    preg_match_all('/aesock deny tcp:\/\/10\.0\.0\.5:80 .*via=fsockopen(?: repeated=(\d+))?$/m', $lines, $found);
    $pages = array_sum(array_map(fn ($repeated) => $repeated === '' ? 1 : (int) $repeated, $found[1]));
    echo "$pages pages, ", count($found[1]) < 5 ? 'fewer lines' : $lines, "\n";
    echo substr_count($lines, '10.0.0.6'), " of another\n";
    // The last ones are told when the worker ends.
    for ($i = 0; $i < 3; $i++) {
        $fpm->get('www', $page, ['HOST' => '10.0.0.7']);
    }
    $fpm->quit();
    preg_match_all('/10\.0\.0\.7.*via=fsockopen(?: repeated=(\d+))?$/m', $told(), $found);
    echo array_sum(array_map(fn ($repeated) => $repeated === '' ? 1 : (int) $repeated, $found[1])), " at the end\n";
}
?>
--EXPECT--
-- to error_log
page
5 pages, fewer lines
1 of another
3 at the end
-- to aesock.log_file
page
5 pages, fewer lines
1 of another
3 at the end
