--TEST--
aesock.strict=1 in php-fpm: a request opens neither FFI nor an extension that is not covered, for itself nor for later ones
--SKIPIF--
<?php
$needed = ['ffi', 'sockets']; require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
$reason = 'covers everything'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';
require __DIR__ . '/../include/extension.inc';

const FUNCTIONS = 'ZEND_BEGIN_ARG_INFO_EX(none, 0, 0, 0) ZEND_END_ARG_INFO()
    PHP_FUNCTION(mystery) { RETURN_TRUE; }
    static zend_function_entry functions[] = {PHP_FE(mystery, none) PHP_FE_END};';
$mystery = unknown_extension('Mystery', 'mystery', FUNCTIONS) . '/mystery.so';
$page = scratch(<<<'PHP'
    <?php
    try { echo FFI::cdef('int getpid(void);')->getpid() > 0 ? 'FFI is open' : '', "\n"; } catch (Error $error) { echo $error->getMessage(), "\n"; }
    echo json_encode([extension_loaded('mystery'), function_exists('mystery') && mystery(), aesock_status()['error'], ini_get('memory_limit')]), "\n";
    if (function_exists('socket_connect')) {
        echo aesock_status()['hooks']['socket_connect()'], ' ', @socket_connect(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), '10.0.0.5', (int) $_SERVER['PORT']) ? 'connected' : socket_strerror(socket_last_error()), "\n";
    }
    echo @fsockopen('plain.test', 7010, $errno, $error) ? 'connected' : $error, "\n";
    PHP, '.php');
$fpm = new Fpm(
    ['strict' => [], 'lax' => ['php_admin_value[aesock.strict] = 0']],
    ['-d', 'extension=ffi', '-d', 'ffi.enable=0', '-d', 'aesock.strict=1'],
);
$requests = [
    ['PHP_ADMIN_VALUE' => "ffi.enable=true\nmemory_limit=77M"],
    [],
    ['PHP_VALUE' => 'ffi.enable=preload'],
    ['PHP_ADMIN_VALUE' => "extension=$mystery"],
    [],
    ['PHP_ADMIN_VALUE' => 'extension=sockets'],
    [],
];
foreach ($requests as $number => $parameters) {
    echo '-- ', str_replace($mystery, 'mystery', stripslashes(json_encode($parameters))), "\n";
    echo $fpm->get('strict', $page, $parameters + ['PORT' => 80 + $number]), $fpm->logged('strict');
}
echo "-- without strict\n", $fpm->get('lax', $page, ['PHP_ADMIN_VALUE' => 'ffi.enable=true', 'PORT' => 80]), $fpm->get('lax', $page, ['PORT' => 81]), $fpm->logged('lax');
?>
--EXPECTF--
-- {"PHP_ADMIN_VALUE":"ffi.enable=truenmemory_limit=77M"}
FFI API is restricted by "ffi.enable" configuration directive
[false,false,null,"77M"]
connected
aesock ignores a change of ffi.enable that came with a request
-- []
FFI API is restricted by "ffi.enable" configuration directive
[false,false,null,"77M"]
connected
-- {"PHP_VALUE":"ffi.enable=preload"}
FFI API is restricted by "ffi.enable" configuration directive
[false,false,null,"77M"]
connected
aesock ignores a change of ffi.enable that came with a request
-- {"PHP_ADMIN_VALUE":"extension=mystery"}
<br />
<b>Fatal error</b>:  aesock: aesock.strict: not covered: mystery; leave them out, or set aesock.strict=0 in <b>Unknown</b> on line <b>0</b><br />
aesock refuses the request and ends the worker: aesock.strict: not covered: mystery; leave them out, or set aesock.strict=0
-- []
FFI API is restricted by "ffi.enable" configuration directive
[false,false,null,"128M"]
connected
-- {"PHP_ADMIN_VALUE":"extension=sockets"}
FFI API is restricted by "ffi.enable" configuration directive
[false,false,null,"128M"]
enforced Permission denied
connected
aesock deny tcp://10.0.0.5:85 reason=private rule=- app=default via=socket_connect%S
-- []
FFI API is restricted by "ffi.enable" configuration directive
[false,false,null,"128M"]
enforced Permission denied
connected
aesock deny tcp://10.0.0.5:86 reason=private rule=- app=default via=socket_connect%S
-- without strict
FFI is open
[false,false,null,"128M"]
connected
FFI is open
[false,false,null,"128M"]
connected
