--TEST--
A thousand workers of php-fpm that work at the same moment with one file of counters, and forty PHPs that start on none, count all that they do
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
if (preg_match('/^MemAvailable: +(\d+)/m', file_get_contents('/proc/meminfo'), $match) && $match[1] < 4e6) die('skip a thousand workers take 2 GB');
?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';
require __DIR__ . '/../include/lifecycle-fpm.inc';
require __DIR__ . '/../include/usage.inc';

const WORKERS = 1000, STARTED = 40;
$folder = scratch_directory();
touch("$folder/arrived");
touch("$folder/gate");
// Each worker says that it is there, and waits for the gate.
file_put_contents("$folder/page.php", <<<'PHP'
    <?php
    file_put_contents(__DIR__ . '/arrived', '.', FILE_APPEND);
    flock(fopen(__DIR__ . '/gate', 'r'), LOCK_SH);
    for ($i = 0; $i < 5; $i++) {
        @fsockopen('10.11.14.78', 80, $errno, $error);
    }
    $stream = fsockopen('93.184.217.71', 7, $errno, $error, 20);
    fwrite($stream, "hello\n");
    echo fgets($stream), getmypid();
    PHP);
// The client is a PHP without aesock.
file_put_contents("$folder/client.php", <<<'PHP'
    <?php
    [, $socket, $folder, $include, $workers] = $argv;
    require "$include/fastcgi.inc";
    flock($gate = fopen("$folder/gate", 'r'), LOCK_EX);
    for ($requests = []; count($requests) < $workers;) {
        $requests[] = $request = new FastCgi($socket);
        $request->ask("$folder/page.php");
    }
    for ($deadline = hrtime(true) + 30e9; filesize("$folder/arrived") < $workers && hrtime(true) < $deadline; usleep(10000)) clearstatcache();
    echo filesize("$folder/arrived"), " workers at the gate\n";
    flock($gate, LOCK_UN);
    $pages = array_map(fn ($request) => explode("\n", $request->answer()), $requests);
    echo count(array_unique(array_column($pages, 1))), ' workers said ', implode(', ', array_unique(array_column($pages, 0))), "\n";
    PHP);
$fpm = new Fpm(['www' => ['pm.max_children = ' . WORKERS, 'listen.backlog = 2048']], ['-d', "aesock.usage_file=$folder/usage", '-d', 'aesock.log='], log: false);
echo output(['prlimit', '--nofile=4096', getenv('TEST_PHP_EXECUTABLE'), '-n', "$folder/client.php", $fpm->socket('www'), $folder, dirname(__DIR__) . '/include', WORKERS]);
unset($fpm);
$used = '[$usage["denials"], $usage["connects"], $usage["bytes_sent"], $usage["bytes_received"]]';
echo usage_in("$folder/usage", 'default', $used);

// All make the file, and one succeeds.
$code = 'for ($i = 0; $i < 25; $i++) @fsockopen("10.11.14.78", 80);';
for ($started = []; count($started) < STARTED;) {
    $started[] = new Running(php_command($code, settings: ['aesock.usage_file' => "$folder/new"]));
}
echo implode('', array_map(fn ($running) => $running->end(), $started));
echo usage_in("$folder/new", 'default'), implode(' ', array_diff(scandir($folder), ['.', '..'])), "\n";
?>
--EXPECT--
1000 workers at the gate
1000 workers said hello
[{"private":5000},1000,6000,6000]
{"private":1000}
arrived client.php gate new page.php usage
