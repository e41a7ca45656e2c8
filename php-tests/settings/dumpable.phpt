--TEST--
aesock.dumpable=0 closes a process's memory to its own user: scripts, their forks, the programs that they start; by default it is open
--SKIPIF--
<?php
$needed = ['pcntl']; require __DIR__ . '/../include/lifecycle-skip.inc';
if (fileowner('/proc/self') !== 0 || !preg_match('/^\s*0\s+0\s+\d{6,}/', file_get_contents('/proc/self/uid_map'))) die('skip not root: it runs as another user');
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

/** What is tried; `cat` is a program that is asked to read its parent's memory. */
const TRY_MEMORY = '
    $memory = fn (string $of) => @fopen("/proc/$of/mem", "r+") ? "open" : "closed";
    echo "own ", $memory("self"), ", a program to its parent ", exec("test -w /proc/" . getmypid() . "/mem && echo open || echo closed");
    if (function_exists("pcntl_fork") && PHP_SAPI === "cli" && !defined("PRELOADS")) {
        if (pcntl_fork() === 0) { echo ", of a fork ", $memory("self"); exit; }
        pcntl_wait($status);
    }
    echo "\n";';

// As a user who may read the extension there.
$folder = sys_get_temp_dir() . '/aesock-dumpable-' . bin2hex(random_bytes(4));
mkdir($folder);
copy(getenv('AESOCK_MODULE'), "$folder/aesock.so");
file_put_contents("$folder/try.php", '<?php' . TRY_MEMORY);
file_put_contents("$folder/preload.php", '<?php echo "preload: "; define("PRELOADS", 1);' . TRY_MEMORY);
chmod("$folder", 0755);
$as_nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--', getenv('TEST_PHP_EXECUTABLE'), '-n', '-d', "extension=$folder/aesock.so"];
foreach (['default' => [], 'dumpable=0' => ['-d', 'aesock.dumpable=0'], 'dumpable=1' => ['-d', 'aesock.dumpable=1']] as $name => $options) {
    echo "$name:\n", output([...$as_nobody, ...$options, "$folder/try.php"]);
}
echo "preloading:\n", output([
    ...$as_nobody, ...(PHP_VERSION_ID < 80500 ? ['-d', 'zend_extension=opcache'] : []), '-d', 'opcache.enable_cli=1', '-d', "opcache.preload=$folder/preload.php",
    '-d', 'aesock.dumpable=0', "$folder/try.php",
]);
// php -S, with workers that it forks.
$server = proc_open(outside([...$as_nobody, '-d', 'aesock.dumpable=0', '-S', '127.0.0.1:8092', '-t', $folder]), [['null'], ['null'], ['pipe', 'w']], $pipes, null, ['PHP_CLI_SERVER_WORKERS' => 2] + getenv());
fgets($pipes[2]);
echo "php -S:\n", http_get('127.0.0.1:8092', 'test', '/try.php');
proc_terminate($server);
echo output([...command(['aesock.dumpable' => 'maybe']), '-r', '']);
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
default:
own open, a program to its parent open, of a fork open
dumpable=0:
own closed, a program to its parent closed, of a fork closed
dumpable=1:
own open, a program to its parent open, of a fork open
preloading:
preload: own closed, a program to its parent closed
own closed, a program to its parent closed, of a fork closed
php -S:
own closed, a program to its parent closed

Fatal error: aesock: aesock.dumpable: `maybe` is not 1 or 0 in Unknown on line 0
exit status 254
