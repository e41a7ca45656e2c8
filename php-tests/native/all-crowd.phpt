--TEST--
With aesock.native=all PHP's own lookups do not stand behind its programs: neither more of them that wait than are made at a time, nor one that leaves PHP no room for a thread; signals end what waits for its turn
--EXTENSIONS--
posix
--SKIPIF--
<?php
require __DIR__ . '/../include/filter.skip.inc';
if (posix_getuid() !== 0) die('skip it runs as another user, whose processes have a limit');
?>
--INI--
aesock.native=libraries
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

// Connections into a black hole, each of a thread or process of its own.
const CROWD = <<<'PYTHON'
    import os, resource, signal, socket, sys, threading
    kind, count = sys.argv[1], int(sys.argv[2])
    def say(what):
        os.write(1, f"{what}\n".encode())
    def connect():
        try:
            socket.socket().connect(("93.184.220.99", 80))
            say("connected")
        except OSError as error:
            say(error.strerror)
    def interrupted(*_):
        say("interrupted")
        os._exit(0)
    if kind == "threads":
        threading.stack_size(65536)
        for _ in range(count):
            threading.Thread(target=connect, daemon=True).start()
        signal.pause()
    PHP = os.getppid()
    resource.prlimit(PHP, resource.RLIMIT_NPROC, (1, resource.prlimit(PHP, resource.RLIMIT_NPROC)[1]))
    for _ in range(count):
        if os.fork() == 0:
            signal.signal(signal.SIGUSR1, interrupted)
            connect()
            os._exit(0)
    for _ in range(count):
        os.wait()
    PYTHON;
const CODE = <<<'PHP'
    [$before, $kind, $count] = explode(' ', getenv('CROWD'));
    if ($before === 'lookup') gethostbyname('plain.test');
    $crowd = proc_open(['python3', '-c', getenv('PROGRAM'), $kind, $count], [1 => ['pipe', 'w']], $pipes);
    echo getmypid(), ' ', proc_get_status($crowd)['pid'], "\n";
    if (trim(fgets(STDIN)) === 'look up') echo gethostbyname('plain.test'), "\n";
    foreach (array_count_values(explode("\n", trim(stream_get_contents($pipes[1])))) as $end => $times) echo $end === '' ? '' : "$end: $times\n";
    echo gethostbyname('plain.test'), "\n";
    PHP;

/** The processes that another one started. */
function children(int $pid): array
{
    return array_filter(explode(' ', (string) @file_get_contents("/proc/$pid/task/$pid/children")));
}

/** The threads of processes that are in connect(2). */
function connecting(int ...$processes): array
{
    $tasks = array_merge(...array_map(fn ($process) => glob("/proc/$process/task/*"), $processes));
    // Its number for x86-64 and for ARM.
    return array_filter($tasks, fn ($task) => preg_match('/^(42|203) /', (string) @file_get_contents("$task/syscall")));
}

$folder = sys_get_temp_dir() . '/aesock-crowd-' . bin2hex(random_bytes(4));
mkdir($folder);
chmod($folder, 0755);
copy(getenv('AESOCK_MODULE'), "$folder/aesock.so");
$command = ['setpriv', '--reuid=65531', '--regid=65531', '--clear-groups', '--bounding-set=-all', '--', getenv('TEST_PHP_EXECUTABLE'), '-n', '-d', "extension=$folder/aesock.so", '-d', 'aesock.log=', '-d', 'aesock.native=all', '-r', CODE];
foreach (['lookup threads 300', 'lookup processes 4', 'nothing processes 4'] as $crowd) {
    echo "-- $crowd\n";
    [$before, $kind, $count] = explode(' ', $crowd);
    $php = proc_open(outside($command), [['pipe', 'r'], ['pipe', 'w']], $pipes, null, ['CROWD' => $crowd, 'PROGRAM' => CROWD] + getenv());
    [$php_pid, $pid] = array_map('intval', explode(' ', fgets($pipes[1])));
    if ($before === 'lookup') {
        echo await(fn () => count(connecting($pid, ...children($pid))), (int) $count), " wait\n";
        $made = $kind === 'threads' ? 256 : 1;
        echo await(fn () => count(connecting($php_pid)), $made), " are made\n";
        fwrite($pipes[0], "look up\n");
        echo fgets($pipes[1]);
        echo count(connecting($pid, ...children($pid))), " wait still\n";
    }
    foreach ($kind === 'processes' ? connecting($pid, ...children($pid)) : [] as $task) {
        posix_kill((int) basename($task), SIGUSR1);
    }
    $kind === 'threads' && posix_kill($pid, SIGKILL);
    fwrite($pipes[0], "end\n");
    echo stream_get_contents($pipes[1]);
    proc_close($php);
}
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
-- lookup threads 300
300 wait
256 are made
93.184.216.34
300 wait still
93.184.216.34
-- lookup processes 4
4 wait
1 are made
93.184.216.34
4 wait still
interrupted: 4
93.184.216.34
-- nothing processes 4
Resource temporarily unavailable: 4
93.184.216.34
