--TEST--
dl(): code of a script that runs while a module starts finds its functions hooked, however it comes to run
--SKIPIF--
<?php $needed = ['sockets', 'ftp']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';
require __DIR__ . '/../include/lab.inc';

/** Takes ext/sockets' function while the module starts, and uses it then and later. */
const TAKE = '
    function take() {
        static $is_first = true;
        if (!$is_first || !function_exists("socket_connect")) return;
        $is_first = false;
        $GLOBALS["taken"] = socket_connect(...);
        $GLOBALS["closure"] = (new ReflectionFunction("socket_connect"))->getClosure();
        $GLOBALS["during"] = outcome(socket_connect(...));
    }
    function outcome($connect) {
        $socket = socket_create(2, 1, 6);
        return @$connect($socket, "10.44.0.5", 80) ? "connected" : socket_strerror(socket_last_error($socket));
    }
    define("AF_UNIX", 1);';
const TELL = '
    restore_error_handler();
    echo "$GLOBALS[during], ", outcome($GLOBALS["taken"]), ", ", outcome($GLOBALS["closure"]), ", ", aesock_status()["hooks"]["socket_connect()"], "\n";';
/** The ways into a script. */
const WAYS = [
    'an error handler' => 'set_error_handler(fn () => take()); dl("sockets.so");',
    'one that throws' => 'set_error_handler(function () { take(); throw new Exception("stop"); }); try { dl("sockets.so"); } catch (Exception) {}',
    'an output callback' => 'ob_start(function ($text) { take(); return ""; }, 1); dl("sockets.so"); ob_end_flush();',
    'a fiber that suspends' => 'set_error_handler(fn () => Fiber::suspend()); $fiber = new Fiber(fn () => dl("sockets.so")); $fiber->start(); take(); $fiber->resume();',
    'a fiber that is left' => 'set_error_handler(fn () => Fiber::suspend()); $fiber = new Fiber(fn () => dl("sockets.so")); $fiber->start(); take();',
    'a fatal error' => 'set_error_handler(fn () => trigger_error("end", E_USER_ERROR));
        register_shutdown_function(function () { take(); tell(); }); dl("sockets.so");',
];
/** The ways to call dl(). */
const CALLS = [
    'call_user_func("dl", "sockets.so");',
    '(new ReflectionFunction("dl"))->invoke("sockets.so");',
    'array_map("dl", ["sockets.so"]);',
    '$dl = dl(...); $dl("sockets.so");',
    'set_error_handler(function () { static $is_first = true; if ($is_first) { $is_first = false; dl("ftp.so"); } take(); }); dl("sockets.so");',
];

lab_seen();
foreach (WAYS as $name => $way) {
    $tells = str_contains($way, 'tell()') ? 'function tell() {' . TELL . '}' : '';
    echo "$name: ", php(TAKE . $tells . $way . ($tells ? '' : TELL), ['enable_dl' => 1, 'display_errors' => $name === 'an output callback']);
}
foreach (CALLS as $call) {
    echo php(TAKE . 'set_error_handler(fn () => take());' . $call . TELL, ['enable_dl' => 1, 'aesock.strict' => 1]);
}
tell(seen_at('10.44.0.5'));
?>
--EXPECT--
an error handler: Permission denied, Permission denied, Permission denied, enforced
one that throws: Permission denied, Permission denied, Permission denied, enforced
an output callback: Permission denied, Permission denied, Permission denied, enforced
a fiber that suspends: Permission denied, Permission denied, Permission denied, enforced
a fiber that is left: Permission denied, Permission denied, Permission denied, enforced
a fatal error: Permission denied, Permission denied, Permission denied, enforced
exit status 255
Permission denied, Permission denied, Permission denied, enforced
Permission denied, Permission denied, Permission denied, enforced
Permission denied, Permission denied, Permission denied, enforced
Permission denied, Permission denied, Permission denied, enforced
Permission denied, Permission denied, Permission denied, enforced
[]
