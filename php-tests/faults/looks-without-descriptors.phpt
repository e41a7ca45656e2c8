--TEST--
What a script asks while it holds all descriptors is not remembered as an answer: names, denied names and own addresses count as soon as it lets one go
--CONFLICTS--
all
--SKIPIF--
<?php
require __DIR__ . '/../include/no-sanitizer.skip.inc';
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

rewrite('hosts', file_get_contents('/etc/hosts') . "93.184.216.34 denied.test\n93.184.217.65 listed.test\n");
$code = <<<'PHP'
    $asked = fn () => implode("\n", [dial('tcp://93.184.216.34:7', 1), dial('tcp://listed.test:7', 1), dial('tcp://45.79.19.2:7', 1), dial('tcp://192.0.2.2:7', 1)]);
    // All descriptors are held when the files and the kernel are asked for the first time: there is none in reserve yet.
    for ($held = []; $file = @fopen('/dev/null', 'r'); $held[] = $file);
    echo "without a descriptor\n", $asked(), "\n";
    array_splice($held, -20);
    echo "with some again\n", $asked(), "\n";
    PHP;
$command = ['prlimit', '--nofile=64', getenv('TEST_PHP_EXECUTABLE'), '-n'];
echo shell_exec(implode(' ', array_map('escapeshellarg', $command)) . aesock_options(['aesock.deny' => 'denied.test']) . ' -r ' . escapeshellarg('require ' . var_export(realpath('php-tests/include/lab.inc'), true) . '; ' . $code) . ' 2>&1');
?>
--EXPECT--
without a descriptor
13 Permission denied: cannot decide on 93.184.216.34: the host's own addresses cannot be read: Too many open files (os error 24)
0 php_network_getaddresses: getaddrinfo for listed.test failed: Temporary failure in name resolution
13 Permission denied: cannot decide on 45.79.19.2: the host's own addresses cannot be read: Too many open files (os error 24)
13 Permission denied: cannot decide on 192.0.2.2: the host's own addresses cannot be read: Too many open files (os error 24)
with some again
13 Permission denied: 93.184.216.34 is denied by a rule (`denied.test`)
connected to 93.184.217.65:7
13 Permission denied: 45.79.19.2 is a loopback address or one of this host
13 Permission denied: 192.0.2.2 is a loopback address or one of this host
