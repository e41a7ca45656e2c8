--TEST--
A pool whose aesock.native means nothing, or has all beside another setting that does, is refused everything with its programs and FFI, which the log names by the pool too; where aesock.native is clear and leaves programs open, they are
--SKIPIF--
<?php
$needed = ['ffi'];
require __DIR__ . '/../include/filter.skip.inc';
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
?>
--INI--
aesock.native=libraries
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';
require __DIR__ . '/../include/lab.inc';

$page = scratch(<<<'PHP'
    <?php
    $libc = FFI::cdef('int socket(int, int, int); int connect(int, char *, int);');
    $address = pack('vn', 2, 80) . inet_pton('10.0.0.61') . str_repeat("\0", 8);
    echo @fsockopen('93.184.216.34', 80) ? 'connected' : 'refused', ', program ',
        exec("bash -c 'exec 3<>/dev/tcp/10.0.0.61/80 && echo connected' 2>/dev/null") ?: 'refused', ', FFI ',
        $libc->connect($libc->socket(2, 1, 0), $address, 16) === 0 ? 'connected' : 'refused', "\n";
    $status = aesock_status();
    echo $status['error'], "\n", $status['native']['all'], ' [', implode(' ', array_intersect(['ffi', 'exec()'], $status['not_covered'])), "]\n";
    PHP, '.php');
$log = scratch();
chmod($log, 0666);
$fpm = new Fpm([
    'word' => ['php_admin_value[aesock.native] = bogus', "php_admin_value[error_log] = $log", 'php_admin_value[log_errors] = 1'],
    'bytes' => ["php_admin_value[aesock.native] = \xff"],
    'name' => ['php_admin_value[aesock.nativ] = all'],
    'all' => ['php_admin_value[aesock.native] = all', 'php_admin_value[aesock.mode] = audits'],
    'clear' => ['php_admin_value[aesock.allow] = 10.0.0.0/33'],
], ['-d', 'extension=ffi', '-d', 'ffi.enable=1', '-d', 'aesock.native=libraries']);
foreach (['word', 'bytes', 'name', 'all'] as $pool) {
    echo "-- $pool\n", $fpm->get($pool, $page);
}
tell(seen_at('10.0.0.61'));
preg_match_all('/aesock deny \S+ reason=misconfigured \S+ (app=\S+) (via=\S+)/', file_get_contents($log), $lines, PREG_SET_ORDER);
foreach ($lines as [, $application, $via]) {
    echo "$application $via\n";
}
echo "-- clear\n", $fpm->get('clear', $page);
tell(array_unique(seen_at('10.0.0.61')));
?>
--EXPECT--
-- word
refused, program refused, FFI refused
aesock.native: `bogus` is not libraries, all or empty
enforced []
-- bytes
refused, program refused, FFI refused
aesock.native: not UTF-8
enforced []
-- name
refused, program refused, FFI refused
aesock.nativ is no setting of aesock, did you mean aesock.native?
enforced []
-- all
refused, program refused, FFI refused
aesock.mode: `audits` is not enforce, audit, disabled or passthrough
enforced []
[]
app=word via=fsockopen
app=word via=program:bash
app=word via=direct-call
-- clear
refused, program connected, FFI connected
aesock.allow: rule `10.0.0.0/33`: what follows `/` is not a number from 0 to 32
off [ffi exec()]
["tcp 80"]
