--TEST--
In mode passthrough, where nothing holds native code, aesock_status() names what libraries and programs reach, and a strict PHP does not start with it, whatever aesock.native says; in the other modes it does
--SKIPIF--
<?php
$needed = ['ffi', 'pgsql'];
require __DIR__ . '/../include/filter.skip.inc';
?>
--INI--
aesock.native=libraries
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

foreach (['passthrough', 'audit', 'enforce', 'disabled'] as $mode) {
    foreach (['all', 'libraries', ''] as $native) {
        $settings = ['aesock.mode' => $mode, 'aesock.native' => $native];
        $code = 'echo implode(" ", array_intersect(["ffi", "pgsql", "exec()"], aesock_status()["not_covered"])) ?: "nothing", "\n";';
        echo "$mode, native=$native: ", output([...command($settings, ['AESOCK', 'ffi', 'pgsql']), '-r', $code]);
        $strict = output([...command($settings + ['aesock.strict' => '1'], ['AESOCK', 'ffi', 'pgsql']), '-r', 'echo "started";']);
        echo '  strict: ', preg_match('/not covered: [^;]*/', $strict, $found) ? $found[0] : $strict, "\n";
    }
}
?>
--EXPECT--
passthrough, native=all: ffi pgsql exec()
  strict: not covered: ffi, pgsql
passthrough, native=libraries: ffi pgsql exec()
  strict: not covered: ffi, pgsql
passthrough, native=: ffi pgsql exec()
  strict: not covered: ffi, pgsql
audit, native=all: nothing
  strict: started
audit, native=libraries: ffi exec()
  strict: not covered: ffi
audit, native=: ffi pgsql exec()
  strict: not covered: ffi, pgsql
enforce, native=all: nothing
  strict: started
enforce, native=libraries: ffi exec()
  strict: not covered: ffi
enforce, native=: ffi pgsql exec()
  strict: not covered: ffi, pgsql
disabled, native=all: nothing
  strict: started
disabled, native=libraries: ffi exec()
  strict: not covered: ffi
disabled, native=: ffi pgsql exec()
  strict: not covered: ffi, pgsql
