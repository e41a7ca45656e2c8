--TEST--
In a network that a script made nobody is asked for names: who answers there cannot tell what a deny rule by name denies
--EXTENSIONS--
pcntl
--CONFLICTS--
all
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip.inc';
$code = 'exit(@pcntl_unshare(CLONE_NEWUSER | CLONE_NEWNET) ? 0 : 1);';
exec(escapeshellarg(getenv('TEST_PHP_EXECUTABLE')) . ' -r ' . escapeshellarg($code) . ' 2>&1', $said, $status);
if ($status !== 0) die('skip no namespaces of users here');
$reason = 'has threads, and a process with threads makes no namespace of users'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/lifecycle.inc';

preg_match('/^nameserver (\S+)/m', file_get_contents('/etc/resolv.conf'), $found);
$server = <<<'PHP'
    $socket = stream_socket_server("udp://$argv[1]:53", $errno, $error, STREAM_SERVER_BIND);
    echo $socket ? "ready\n" : "$error\n";
    fgets(STDIN);
    stream_set_blocking($socket, false);
    echo stream_socket_recvfrom($socket, 999) ? "asked\n" : "not asked\n";
    PHP;
$script = <<<'PHP'
    [, $server, $address] = $argv;
    $tell = fn (string $host) => print(preg_replace('/.*: /', '', aesock_check($host, 80)['message']) . "\n");
    $tell('plain.test');
    pcntl_unshare(CLONE_NEWUSER | CLONE_NEWNET) || die('no network');
    file_put_contents('/proc/self/uid_map', '0 0 1');
    exec("ip link set lo up && ip address add $address dev lo", result_code: $failed);
    $failed && die('no address');
    $process = proc_open([PHP_BINARY, '-n', '-r', $server, $address], [['pipe', 'r'], ['pipe', 'w']], $pipes);
    echo fgets($pipes[1]);
    $tell('public.test');
    $tell('plain.test');
    fwrite($pipes[0], "\n");
    echo fgets($pipes[1]);
    PHP;
echo output([...command(), '-r', $script, $server, $found[1]]);
?>
--EXPECT--
plain.test is a public address
ready
public.test could not be resolved
plain.test is a public address
not asked
