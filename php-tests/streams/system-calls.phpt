--TEST--
A plain stream takes two system calls to write and read, whether it has to wait or not, and six to connect and close, fewer than in stock PHP
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
exec('command -v strace') || die('skip needs strace');
$reason = 'its own system calls are seen, too';
require __DIR__ . '/../include/no-valgrind.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/strace.inc';

/** How often each system call is made by a script that goes through `$code` so many times. */
$count = function (string $options, string $begin, string $code, int $times): array {
    $script = "$begin for (\$i = 0; \$i < $times; \$i++) { $code }";
    $strace = implode(' ', array_map(escapeshellarg(...), strace('-qq', '-e', 'signal=none', '-e', 'trace=%network,poll,fcntl,ioctl,read,write,close')));
    exec("$strace " . PHP_BINARY . " -n$options -r " . escapeshellarg($script) . ' 2>&1', $lines);
    return array_count_values(preg_filter('/^(\w+)\(.*/', '$1', $lines));
};
/** The system calls of one time. What is made once, or once a second, is less than half a call. */
$calls = function (string $options, string $begin, string $code) use ($count): array {
    [$few, $many] = [$count($options, $begin, $code, 100), $count($options, $begin, $code, 300)];
    $each = [];
    foreach ($many as $name => $times) {
        $each[$name] = (int) round(($times - ($few[$name] ?? 0)) / 200);
    }
    ksort($each);
    return array_filter($each);
};
foreach (['stock' => '', 'with aesock' => aesock_options()] as $name => $options) {
    echo "$name\n";
    $peer = '"93.184.216.34", 7';
    tell('connect and close', $calls($options, '', "fclose(fsockopen($peer));"));
    tell('wait for what comes', $calls($options, "\$stream = fsockopen($peer);", 'fwrite($stream, "x"); fread($stream, 1);'));
    tell('take what has come', $calls($options, "\$stream = fsockopen($peer);", 'fwrite($stream, "x"); do $read = [$stream]; while (!stream_select($read, $none, $none, 1)); fread($stream, 1);'));
}
?>
--EXPECT--
stock
"connect and close" {"close":1,"connect":1,"fcntl":3,"getsockopt":1,"poll":1,"socket":1}
"wait for what comes" {"poll":1,"recvfrom":1,"sendto":1}
"take what has come" {"poll":1,"recvfrom":1,"sendto":1}
with aesock
"connect and close" {"close":1,"connect":1,"getsockopt":1,"ioctl":1,"poll":1,"socket":1}
"wait for what comes" {"recvfrom":1,"sendto":1}
"take what has come" {"recvfrom":1,"sendto":1}
