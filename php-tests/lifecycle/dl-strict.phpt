--TEST--
aesock.strict=1: dl() loads what is covered and nothing else, whatever a file is called
--SKIPIF--
<?php
$needed = ['ffi', 'calendar', 'sockets']; require __DIR__ . '/../include/lifecycle-skip.inc';
$reason = 'covers everything'; require __DIR__ . '/../include/not-held.skip.inc';
?>
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

// A file that holds another module than it is called by: none of it is there, then or at the end of the request.
const FUNCTIONS = 'ZEND_BEGIN_ARG_INFO_EX(none, 0, 0, 0) ZEND_END_ARG_INFO()
    PHP_FUNCTION(mystery) { RETURN_TRUE; }
    static zend_function_entry functions[] = {PHP_FE(mystery, none) PHP_FE_END};';
$folder = ['extension_dir' => unknown_extension('Mystery', 'calendar', FUNCTIONS, 'PHP_MINIT_FUNCTION(it) { php_error_docref(NULL, E_WARNING, "Starting"); return SUCCESS; }')];
$code = 'set_error_handler(function (int $level, string $text) { echo "$text\n"; var_dump(function_exists("mystery")); });
    register_shutdown_function(fn () => var_dump(function_exists("mystery")));
    var_dump(dl("calendar"));';
echo php($code, $folder + $strict);
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
aesock deny extension:ffi reason=not-covered rule=- app=default via=dl%S
aesock deny extension:FFI reason=not-covered rule=- app=default via=dl%S
bool(true)
string(3) "ffi"
dl(): Unable to load dynamic library 'calendar' (Permission denied: Mystery is not covered, and aesock.strict is set)
bool(false)
bool(false)
bool(false)
