--TEST--
aesock.strict=1: dl() loads what is covered and nothing else, whatever a file is called
--SKIPIF--
<?php $needed = ['ffi', 'calendar', 'sockets']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/extension.inc';

$strict = ['enable_dl' => 1, 'aesock.strict' => 1, 'aesock.log' => 'denied', 'error_log' => $log = scratch()];
echo php('
    var_dump(dl("ffi.so"), extension_loaded("ffi"), dl("FFI"), dl("calendar"), dl("sockets.so"));
    var_dump(aesock_status()["hooks"]["socket_connect()"]);
    try { dl([]); } catch (TypeError $error) { echo $error->getMessage(), "\n"; }', $strict);
echo preg_replace('/^\[.*?\] /m', '', file_get_contents($log));
echo php('var_dump(dl("ffi"), aesock_status()["not_covered"][0]);', ['aesock.strict' => 0] + $strict);

$folder = ['extension_dir' => unknown_extension('Mystery', 'calendar')];
echo php('dl("calendar"); echo "went on\n";', $folder + $strict);
?>
--EXPECTF--
Warning: dl(): Unable to load dynamic library 'ffi.so' (Permission denied: ffi is not covered, and aesock.strict is set) in %s on line %d

Warning: dl(): Unable to load dynamic library 'FFI' (Permission denied: FFI is not covered, and aesock.strict is set) in %s on line %d
bool(false)
bool(false)
bool(false)
bool(true)
bool(true)
string(8) "enforced"
dl(): Argument #1 ($extension_filename) must be of type string, array given
aesock deny extension:ffi reason=not-covered rule=- app=default via=dl
aesock deny extension:FFI reason=not-covered rule=- app=default via=dl
bool(true)
string(3) "ffi"

Fatal error: aesock: aesock.strict: not covered: mystery; leave them out, or set aesock.strict=0 in %s on line %d
exit status 255
