--TEST--
When a server starts, its log tells which mechanisms hold native code, as aesock_status() does: php-fpm, the built-in server and Apache; a worker tells what its pool or virtual host has otherwise, once; the command line is silent
--SKIPIF--
<?php
require __DIR__ . '/../include/filter.skip.inc';
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
require __DIR__ . '/../include/lifecycle-skip-apache.inc';
?>
--INI--
aesock.native=libraries
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';
require __DIR__ . '/../include/lifecycle-apache.inc';
require __DIR__ . '/../include/filter.inc';

const STATUS = '<?php
    foreach (aesock_status()["native"] as $name => $state) $states[] = "$name: $state";
    ob_start();
    phpinfo(INFO_MODULES);
    $info = html_entity_decode(ob_get_clean());
    foreach (aesock_status()["native"] as $name => $state) str_contains($info, $state) || print("phpinfo() says something else\n");
    echo "status: ", implode("; ", $states), "\n";';

/** Without what differs from one PHP to another. */
function told(string $text): string
{
    return preg_replace(['/^\[.*?\] /m', '/in \d+ objects/', '/^NOTICE.*\n/m'], ['', 'in some objects', ''], $text);
}

$page = scratch(STATUS, '.php');
foreach ([
    'php-fpm' => [[], []],
    'php-fpm, all' => [['aesock.native=all'], []],
    'php-fpm, audit' => [['aesock.native=all', 'aesock.mode=audit'], []],
    'php-fpm, passthrough' => [['aesock.native=all', 'aesock.mode=passthrough'], []],
    'php-fpm, all in a pool of it' => [[], ['aesock.native' => 'all']],
    'php-fpm, nothing in a pool of it' => [[], ['aesock.native' => '""', 'aesock.application' => 'shop']],
] as $case => [$settings, $pool]) {
    echo "-- $case\n";
    $log = scratch();
    $arguments = array_merge(...array_map(fn ($setting) => ['-d', $setting], ['aesock.native=libraries', 'aesock.log=denied', "error_log=$log", 'log_errors=1', ...$settings]));
    $lines = array_map(fn ($name) => "php_admin_value[$name] = $pool[$name]", array_keys($pool));
    $fpm = new Fpm(['www' => $lines], $arguments, log: false);
    echo told(file_get_contents($log));
    file_put_contents($log, '');
    for ($i = 0; $i < 2; $i++) {
        $status = told($fpm->get('www', $page));
    }
    echo $status, told(file_get_contents($log));
    unset($fpm);
}

echo "-- php-fpm, all where the kernel has no Landlock and gives nobody the sockets of programs\n";
$less = scratch(<<<'PYTHON'
    import ctypes, os, struct, sys
    libc = ctypes.CDLL(None)
    # pidfd_getfd(2) and landlock_create_ruleset(2) are refused.
    lines = [(0x20, 0, 0, 0)] + [line for number in [438, 444] for line in [(0x15, 0, 1, number), (6, 0, 0, 0x50001)]] + [(6, 0, 0, 0x7fff0000)]
    kept = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *line) for line in lines))
    program = struct.pack('HxxxxxxQ', len(lines), ctypes.addressof(kept))
    libc.prctl(38, 1, 0, 0, 0)
    libc.prctl(22, 2, ctypes.c_char_p(program), 0, 0)
    os.execvp(sys.argv[1], sys.argv[1:])
    PYTHON, '.py');
$log = scratch();
$fpm = new Fpm(['www' => []], ['-d', 'aesock.native=all', '-d', 'aesock.log=denied', '-d', "error_log=$log"], log: false, as: ['/usr/bin/python3', $less]);
echo told(file_get_contents($log)), told($fpm->get('www', $page));
unset($fpm);

echo "-- the built-in server\n";
$log = scratch();
$command = command(['aesock.native' => 'all', 'aesock.log' => 'denied', 'error_log' => $log]);
$server = proc_open(outside([...$command, '-S', '127.0.0.1:8140', '-t', dirname($page)]), [['null'], ['null'], ['pipe', 'w']], $pipes);
fgets($pipes[2]);
echo told(http_get('127.0.0.1:8140', 'test', '/' . basename($page))), told(file_get_contents($log));
proc_terminate($server);
proc_close($server);

echo "-- the command line\n";
$log = scratch();
echo told(output([...command(['aesock.native' => 'all', 'aesock.log' => 'denied', 'error_log' => $log, 'log_errors' => 1]), $page])), file_get_contents($log);

echo "-- Apache\n";
$apache = new Apache(['web.test' => [], 'off.test' => ['php_admin_value aesock.native none', 'php_admin_value aesock.application off']], port: 8141, settings: ['html_errors=0', 'aesock.log=denied']);
foreach (['web.test', 'off.test', 'web.test', 'off.test'] as $host) {
    $pages[$host] = told($apache->get($host, STATUS));
}
echo implode($pages), told(implode("\n", $apache->logged_of_native_code())), "\n";
?>
--EXPECT--
-- php-fpm
aesock and native code: libraries: enforced in some objects; all: off; landlock: off
status: libraries: enforced in some objects; all: off; landlock: off
-- php-fpm, all
aesock and native code: libraries: enforced in some objects; all: enforced from each process's first request on; landlock: enforced for what programs may trace
status: libraries: enforced in some objects; all: enforced; landlock: enforced for what programs may trace
-- php-fpm, audit
aesock and native code: libraries: logged in some objects; all: logged from each process's first request on; landlock: off
status: libraries: logged in some objects; all: logged; landlock: off
-- php-fpm, passthrough
status: libraries: off; all: off; landlock: off
-- php-fpm, all in a pool of it
aesock and native code: libraries: enforced in some objects; all: off; landlock: off
status: libraries: enforced in some objects; all: enforced; landlock: enforced for what programs may trace
aesock and native code of `www`: libraries: enforced in some objects; all: enforced; landlock: enforced for what programs may trace
-- php-fpm, nothing in a pool of it
aesock and native code: libraries: enforced in some objects; all: off; landlock: off
status: libraries: off; all: off; landlock: off
aesock and native code of `shop`: libraries: off; all: off; landlock: off
-- php-fpm, all where the kernel has no Landlock and gives nobody the sockets of programs
aesock and native code: libraries: enforced in some objects; all: enforced from each process's first request on for PHP's process alone; programs are refused everything, since the kernel gives nobody their sockets (pidfd_getfd); landlock: not available in this kernel: programs can trace other processes of their user
status: libraries: enforced in some objects; all: enforced for PHP's process alone; programs are refused everything, since the kernel gives nobody their sockets (pidfd_getfd); landlock: not available in this kernel: programs can trace other processes of their user
-- the built-in server
status: libraries: enforced in some objects; all: enforced; landlock: enforced for what programs may trace
aesock and native code: libraries: enforced in some objects; all: enforced from each process's first request on; landlock: enforced for what programs may trace
-- the command line
status: libraries: enforced in some objects; all: enforced; landlock: enforced for what programs may trace
-- Apache
status: libraries: enforced in some objects; all: off; landlock: off
status: libraries: off; all: off; landlock: off
aesock and native code: libraries: enforced in some objects; all: off; landlock: off
aesock and native code of `off`: libraries: off; all: off; landlock: off
