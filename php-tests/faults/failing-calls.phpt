--TEST--
Whatever system call fails, once or always: a refused destination stays refused, others are reached or fail in time
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
exec('strace -o /dev/null true 2>&1', $said, $status);
if ($status !== 0) die('skip strace cannot trace here');
?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';
require __DIR__ . '/../include/strace.inc';

$code = <<<'PHP'
    $echo = function (string $target): string {
        $stream = @stream_socket_client($target, $errno, $errstr, 2);
        if (!$stream) {
            return "$errno " . preg_replace('/.*failed: /', '', $errstr);
        }
        stream_set_timeout($stream, 2);
        return @fwrite($stream, "hello\n") && @fgets($stream) === "hello\n" ? 'echo' : 'no echo';
    };
    $outcomes = [];
    foreach (['tcp://93.184.217.66:7', 'udp://93.184.217.66:7', 'tcp://plain.test:7', 'tcp://10.11.14.73:7', 'tcp://private.test:7'] as $target) {
        $outcomes[] = $echo($target);
    }
    within(0, 8, fn () => implode(' | ', $outcomes));
    PHP;
$faults = [
    'socket' => ['ENOMEM', 'ENOBUFS', 'ENFILE'],
    'connect' => ['EINTR', 'ENOBUFS'],
    'poll' => ['EINTR', 'ENOMEM'],
    'setsockopt' => ['ENOMEM'],
    'getsockopt' => ['ENOBUFS'],
    'ioctl' => ['ENOMEM'],
    'sendto' => ['EINTR', 'ENOBUFS'],
    'recvfrom' => ['EINTR', 'ENOMEM'],
];
/** Starts it with the `$when`th of these calls failing. */
$start = function (string $call, string $error, string $when) use ($code): Running {
    $strace = strace('-qqq', '-o', '/dev/null', '-e', "trace=$call", '-e', "inject=$call:error=$error:when=$when");
    return new Running([...$strace, ...php_command($code)]);
};
foreach ($faults as $call => $errors) {
    // What is interrupted is begun again, so it is never interrupted for ever.
    foreach (array_diff($errors, ['EINTR']) as $error) {
        $always["$call $error"] = $start($call, $error, '1+');
    }
}
/** What it says, where a panic refuses. */
$outcome = fn (Running $run) => preg_replace('/^aesock panicked at .*\n/m', 'panic, ', $run->end());
foreach ($always as $fault => $run) {
    echo "$fault: ", $outcome($run), "\n";
}
// One that fails by itself: the private ones are refused, or their names not resolved.
$odd = [];
foreach ($faults as $call => $errors) {
    $once = [];
    foreach ($errors as $error) {
        for ($when = 1; $when <= 8; $when++) {
            $once["$call $error $when"] = $start($call, $error, (string) $when);
        }
    }
    foreach ($once as $fault => $run) {
        if (!preg_match('/^(panic, )?((no )?echo \| |\d+ [^|]+ \| ){3}13 [^|]+ \| (13 |0 Temporary failure)[^|\n]+$/', $told = $outcome($run))) {
            $odd[] = "$fault: $told";
        }
    }
}
echo implode("\n", $odd);
?>
--EXPECT--
socket ENOMEM: 12 Cannot allocate memory | 12 Cannot allocate memory | 0 Temporary failure in name resolution | 13 Permission denied: 10.11.14.73 is a private address | 0 Temporary failure in name resolution
socket ENOBUFS: 105 No buffer space available | 105 No buffer space available | 0 Temporary failure in name resolution | 13 Permission denied: 10.11.14.73 is a private address | 0 Temporary failure in name resolution
socket ENFILE: 23 Too many open files in system | 23 Too many open files in system | 0 Temporary failure in name resolution | 13 Permission denied: 10.11.14.73 is a private address | 0 Temporary failure in name resolution
connect ENOBUFS: 105 No buffer space available | 105 No buffer space available | 0 Temporary failure in name resolution | 13 Permission denied: 10.11.14.73 is a private address | 0 Temporary failure in name resolution
poll ENOMEM: 12 Cannot allocate memory | echo | 0 Temporary failure in name resolution | 13 Permission denied: 10.11.14.73 is a private address | 0 Temporary failure in name resolution
setsockopt ENOMEM: echo | echo | echo | 13 Permission denied: 10.11.14.73 is a private address | 13 Permission denied: private.test (10.0.0.5) is a private address
getsockopt ENOBUFS: 105 No buffer space available | echo | 105 No buffer space available | 13 Permission denied: 10.11.14.73 is a private address | 13 Permission denied: private.test (10.0.0.5) is a private address
ioctl ENOMEM: 12 Cannot allocate memory | 12 Cannot allocate memory | 12 Cannot allocate memory | 13 Permission denied: 10.11.14.73 is a private address | 13 Permission denied: private.test (10.0.0.5) is a private address
sendto ENOBUFS: no echo | no echo | 0 Temporary failure in name resolution | 13 Permission denied: 10.11.14.73 is a private address | 0 Temporary failure in name resolution
recvfrom ENOMEM: no echo | no echo | 0 Temporary failure in name resolution | 13 Permission denied: 10.11.14.73 is a private address | 0 Temporary failure in name resolution
