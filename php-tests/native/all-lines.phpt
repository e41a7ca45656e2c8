--TEST--
With aesock.native=all the line about a program's call is written as soon as the script goes on, without a decision of PHP's own: what kills PHP then loses no line; of one call of PHP 1024 wait, and how many more there were is a line
--SKIPIF--
<?php
$needed = ['posix'];
require __DIR__ . '/../include/filter.skip.inc';
if (PHP_ZTS) die('skip which of several threads is to write it, nobody knows');
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

const CODE = <<<'PHP'
    $lines = fn (string $port): int => substr_count(file_get_contents(ini_get('error_log')), "tcp://10.0.0.68:$port ");
    exec("bash -c 'exec 3<>/dev/tcp/10.0.0.68/81' 2>&1");
    echo 'behind exec(): ', $lines('81'), "\n";
    $program = proc_open(['bash', '-c', 'exec 3<>/dev/tcp/10.0.0.68/82 || read'], [['pipe', 'r'], ['null'], ['null']], $pipes);
    for ($deadline = hrtime(true) + 20e9; $lines('82') === 0 && hrtime(true) < $deadline; usleep(1000));
    echo 'while it runs: ', $lines('82'), ', ', proc_get_status($program)['running'] ? 'it does' : 'it has ended', "\n";
    fclose($pipes[0]);
    proc_close($program);
    $many = <<<'PYTHON'
        import socket
        for port in range(2000, 3100):
            try: socket.create_connection(('10.0.0.68', port))
            except PermissionError: pass
        PYTHON;
    exec('python3 -c ' . escapeshellarg($many));
    preg_match_all('/aesock has left out.*/', file_get_contents(ini_get('error_log')), $left_out);
    echo implode("\n", $left_out[0]), "\n";
    exec("bash -c 'exec 3<>/dev/tcp/10.0.0.68/83' 2>&1");
    posix_kill(getmypid(), 9);
    PHP;
$log = scratch();
$settings = ['aesock.native' => 'all', 'aesock.log' => 'denied', 'log_errors' => '1', 'error_log' => $log];
echo output([...command($settings, ['posix', 'AESOCK']), '-r', CODE]);
echo 'when it was killed: ', substr_count(file_get_contents($log), 'tcp://10.0.0.68:83 '), "\n";
tell(seen_at('10.0.0.68'));
?>
--EXPECT--
behind exec(): 1
while it runs: 1, it does
aesock has left out 76 lines about native code: more than 1024 were waiting
exit status 9
when it was killed: 1
[]
