--TEST--
A PHP that PHP starts says whose policy holds its programs and FFI, names what is then not covered by its own, and does not start with aesock.strict=1; with the same policy everything is covered
--SKIPIF--
<?php
$needed = ['ffi'];
require __DIR__ . '/../include/filter.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

const CODE = <<<'PHP'
    $told = fn (bool $is_open): string => $is_open ? 'open' : 'refused';
    $libc = FFI::cdef('int socket(int, int, int); int connect(int, char *, int);');
    $address = pack('vn', 2, 80) . inet_pton('10.0.0.64') . str_repeat("\0", 8);
    echo 'door ', $told((bool) @fsockopen('10.0.0.64', 80)),
        ', program ', $told(exec("bash -c 'exec 3<>/dev/tcp/10.0.0.64/80 && echo open' 2>/dev/null") === 'open'),
        ', FFI ', $told($libc->connect($libc->socket(2, 1, 0), $address, 16) === 0), "\n";
    $status = aesock_status();
    echo $status['native']['all'], "\n", 'not covered: ', implode(' ', array_intersect(['ffi', 'exec()', 'proc_open()'], $status['not_covered'])), "\n";
    ob_start();
    phpinfo(INFO_MODULES);
    echo preg_match('/^Native code: all => (.*)/m', ob_get_clean(), $found) ? ($found[1] === $status['native']['all'] ? 'as phpinfo()' : $found[1]) : 'not in phpinfo()', "\n";
    PHP;
/** What a PHP with $inner prints that is started by one with $outer. */
$both = function (string $what, array $inner, array $outer = ['aesock.allow' => '10.0.0.64']): void {
    $command = [...command($inner + ['aesock.native' => 'all', 'ffi.enable' => '1'], ['ffi', 'AESOCK']), '-r', CODE];
    echo "-- $what\n", held('passthru(implode(" ", array_map(escapeshellarg(...), ' . var_export($command, true) . ')) . " 2>&1");', $outer);
};
$both('the same policy', ['aesock.allow' => '10.0.0.64']);
$both('the same policy, strict, and another log', ['aesock.allow' => '10.0.0.64', 'aesock.strict' => '1', 'aesock.log_format' => 'json']);
$both('a narrower policy', []);
$both('a narrower policy, strict', ['aesock.strict' => '1']);
$both('disabled', ['aesock.allow' => '10.0.0.64', 'aesock.mode' => 'disabled']);
$both('both audit, other policies', ['aesock.mode' => 'audit'], ['aesock.allow' => '10.0.0.64', 'aesock.mode' => 'audit']);
$both('both audit, the same policy', ['aesock.mode' => 'audit'], ['aesock.mode' => 'audit']);
$both('libraries alone are its own', ['aesock.native' => 'libraries'], []);
?>
--EXPECT--
-- the same policy
door open, program open, FFI open
enforced by the PHP process that started this one, whose policy is the same
not covered: 
as phpinfo()
-- the same policy, strict, and another log
door open, program open, FFI open
enforced by the PHP process that started this one, whose policy is the same
not covered: 
as phpinfo()
-- a narrower policy
door refused, program open, FFI open
held by the policy of the PHP process that started this one, not by this one's
not covered: ffi exec() proc_open()
as phpinfo()
-- a narrower policy, strict

Fatal error: aesock: aesock.strict: programs, FFI and system calls are held by the policy of the PHP process that started this one, which is another; give both the same settings, or set aesock.strict=0 in Unknown on line 0
-- disabled
door refused, program open, FFI open
held by the policy of the PHP process that started this one, not by this one's
not covered: ffi exec() proc_open()
as phpinfo()
-- both audit, other policies
door open, program open, FFI open
logged by the policy of the PHP process that started this one, not by this one's
not covered: ffi exec() proc_open()
as phpinfo()
-- both audit, the same policy
door open, program open, FFI open
logged by the PHP process that started this one, whose policy is the same
not covered: 
as phpinfo()
-- libraries alone are its own
door refused, program refused, FFI refused
off
not covered: ffi exec() proc_open()
as phpinfo()
