--TEST--
A script that exchanges the root directory, the mounts or the network finds the rules, names, own addresses and log of before in force
--EXTENSIONS--
pcntl
sockets
--CONFLICTS--
all
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip.inc';
$code = 'exit(@pcntl_unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) && function_exists("chroot") ? 0 : 1);';
exec(escapeshellarg(getenv('TEST_PHP_EXECUTABLE')) . ' -r ' . escapeshellarg($code) . ' 2>&1', $said, $status);
if ($status !== 0) die('skip no namespaces of users here');
$reason = 'has threads, and a process with threads makes no namespace of users'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/lifecycle.inc';

$log = scratch();
$rules = scratch("allow 10.0.0.6:7010\n");

/** A directory that has everything that decides, to the script's taste. */
function forged(string $rules, string $log): string
{
    $root = getenv('LAB_DIR') . '/' . bin2hex(random_bytes(8));
    foreach (['/etc', dirname($rules), '/tmp'] as $folder) {
        @mkdir($root . $folder, 0777, true);
    }
    file_put_contents("$root/etc/hosts", "93.184.216.34 forged.test\n");
    file_put_contents("$root/etc/resolv.conf", "nameserver 10.99.0.1\noptions timeout:1 attempts:1\n");
    file_put_contents($root . $rules, "allow any\n");
    touch($root . $rules, time() - 100);
    file_put_contents($root . $log, '');
    register_shutdown_function('exec', 'rm -rf ' . escapeshellarg($root));
    return $root;
}

$script = <<<'PHP'
    [, $root, $exchange] = $argv;
    function as_root_of_its_own(): void {
        file_put_contents('/proc/self/uid_map', '0 0 1');
    }
    function tell(string $target): void {
        $stream = @stream_socket_client("tcp://$target", $errno, $error, 3);
        echo $target, ': ', $stream ? fgets($stream) ?: "connected\n" : "$error\n";
    }
    $sockets = array_map(fn () => socket_create(AF_INET, SOCK_STREAM, SOL_TCP), range(0, 1));
    tell('10.0.0.6:7010');
    tell('plain.test:7010');
    eval($exchange);
    // All looks are due again.
    usleep(1_100_000);
    tell('10.0.0.6:7010');
    tell('10.0.0.5:7010');
    tell('forged.test:80');
    tell('one-more.test:80');
    foreach (['45.79.19.2', '10.0.0.5'] as $number => $address) {
        echo "$address: ", @socket_connect($sockets[$number], $address, 80) ? 'connected' : socket_strerror(socket_last_error($sockets[$number])), "\n";
    }
    PHP;
$cases = [
    'root' => 'pcntl_unshare(CLONE_NEWUSER) && chroot($root) || die("no root");',
    'mounts' => 'pcntl_unshare(CLONE_NEWUSER | CLONE_NEWNS) || die("no mounts"); as_root_of_its_own();
        foreach (["/etc/hosts", "/etc/resolv.conf", $argv[3], $argv[4]] as $file) { exec("mount --bind $root$file $file", result_code: $failed); $failed && die("no $file"); }',
    'network' => 'pcntl_unshare(CLONE_NEWUSER | CLONE_NEWNET) || die("no network");',
];
$settings = ['aesock.rules' => $rules, 'error_log' => $log, 'aesock.log' => 'denied'];
foreach ($cases as $case => $exchange) {
    $root = forged($rules, $log);
    echo "$case\n", preg_replace(['/^\[.*?\] /m', '~`/\S*`~'], ['', '`FILE`'], output([...command($settings, ['AESOCK', 'sockets']), '-r', $script, $root, $exchange, $rules, $log]));
    tell('in the forged log', file_get_contents($root . $log), 'at the forged server', seen_at('10.99.0.1'));
}
?>
--EXPECTF--
root
10.0.0.6:7010: line1
plain.test:7010: line1
aesock keeps the rules of before: aesock.rules: cannot read `FILE`: this process is in another root directory or namespace than when it started
10.0.0.6:7010: line1
aesock deny tcp://10.0.0.5:7010 reason=private rule=- app=default via=stream_socket_client at=%s
10.0.0.5:7010: Permission denied: 10.0.0.5 is a private address
forged.test:80: php_network_getaddresses: getaddrinfo for forged.test failed: Name or service not known
one-more.test:80: php_network_getaddresses: getaddrinfo for one-more.test failed: Name or service not known
45.79.19.2: aesock deny tcp://45.79.19.2:80 reason=loopback rule=- app=default via=socket_connect at=%s
Permission denied
10.0.0.5: aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=socket_connect at=%s
Permission denied
"in the forged log" "" "at the forged server" []
mounts
10.0.0.6:7010: line1
plain.test:7010: line1
aesock keeps the rules of before: aesock.rules: cannot read `FILE`: this process is in another root directory or namespace than when it started
10.0.0.6:7010: line1
aesock deny tcp://10.0.0.5:7010 reason=private rule=- app=default via=stream_socket_client at=%s
10.0.0.5:7010: Permission denied: 10.0.0.5 is a private address
forged.test:80: php_network_getaddresses: getaddrinfo for forged.test failed: Name or service not known
one-more.test:80: php_network_getaddresses: getaddrinfo for one-more.test failed: Name or service not known
45.79.19.2: aesock deny tcp://45.79.19.2:80 reason=loopback rule=- app=default via=socket_connect at=%s
Permission denied
10.0.0.5: aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=socket_connect at=%s
Permission denied
"in the forged log" "" "at the forged server" []
network
10.0.0.6:7010: line1
plain.test:7010: line1
aesock keeps the rules of before: aesock.rules: cannot read `FILE`: this process is in another root directory or namespace than when it started
10.0.0.6:7010: Network is unreachable
aesock deny tcp://10.0.0.5:7010 reason=private rule=- app=default via=stream_socket_client at=%s
10.0.0.5:7010: Permission denied: 10.0.0.5 is a private address
forged.test:80: php_network_getaddresses: getaddrinfo for forged.test failed: Temporary failure in name resolution
one-more.test:80: php_network_getaddresses: getaddrinfo for one-more.test failed: Temporary failure in name resolution
45.79.19.2: aesock deny tcp://45.79.19.2:80 reason=loopback rule=- app=default via=socket_connect at=%s
Permission denied
10.0.0.5: aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=socket_connect at=%s
Permission denied
"in the forged log" "" "at the forged server" []
