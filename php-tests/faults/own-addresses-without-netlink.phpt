--TEST--
Where netlink is closed the host's own addresses come from /proc; where that is hidden, too, no address is decided on
--CONFLICTS--
all
--SKIPIF--
<?php
require __DIR__ . '/../include/no-sanitizer.skip.inc';
require __DIR__ . '/../include/lab.skip.inc';
exec('strace -o /dev/null true 2>&1', $said, $status);
if ($status !== 0) die('skip strace cannot trace here');
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/lifecycle.inc';
require __DIR__ . '/../include/strace.inc';

exec('ip route add local 198.41.0.0/24 dev lo', result_code: $failed);
$failed and die('no route');
register_shutdown_function('exec', 'ip route del local 198.41.0.0/24 dev lo');
$code = 'foreach (["198.41.0.9", "45.79.19.2", "2a01:4f8:c0c:1::2", "93.184.216.34"] as $address) echo aesock_check($address, 80)["message"], "\n";';
$without = fn (string $mount) => [...strace('-f', '-qqq', '-o', '/dev/null', '-e', 'trace=socket', '-e', 'inject=socket:error=EAFNOSUPPORT'), 'unshare', '--mount', 'sh', '-c', "$mount && exec \"\$@\"", 'sh'];
$cases = [
    'with /proc' => 'true',
    'without /proc' => 'mount -t tmpfs none /proc',
];
foreach ($cases as $case => $mount) {
    echo "$case\n", output([...$without($mount), ...command(), '-r', $code]);
}
?>
--EXPECT--
with /proc
198.41.0.9 is a loopback address or one of this host
45.79.19.2 is a loopback address or one of this host
2a01:4f8:c0c:1::2 is a loopback address or one of this host
93.184.216.34 is a public address
without /proc
cannot decide on 198.41.0.9: the host's own addresses cannot be read: No such file or directory (os error 2)
cannot decide on 45.79.19.2: the host's own addresses cannot be read: No such file or directory (os error 2)
cannot decide on 2a01:4f8:c0c:1::2: the host's own addresses cannot be read: No such file or directory (os error 2)
cannot decide on 93.184.216.34: the host's own addresses cannot be read: No such file or directory (os error 2)
