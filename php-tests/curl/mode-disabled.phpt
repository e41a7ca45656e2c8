--TEST--
Mode disabled: each function of the list warns, and returns what its declared type allows; no packet leaves
--EXTENSIONS--
curl
--CONFLICTS--
all
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (PHP_DEBUG) {
    die('skip a debug build ends at a function that does not look at wrong arguments');
}
?>
--INI--
aesock.mode=disabled
aesock.allow=any
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

lab_seen();
$multi = curl_multi_init();
$share = curl_share_init();
$warned = null;
set_error_handler(function (int $level, string $message) use (&$warned): bool {
    $warned = $message;
    return true;
});
$running = 7;
foreach (array_diff(get_extension_funcs('curl'), ['curl_multi_get_handles', 'curl_share_init_persistent']) as $name) {
    $function = new ReflectionFunction($name);
    $warned = null;
    $arguments = [];
    foreach ($function->getParameters() as $parameter) {
        if ($parameter->isOptional() || count($arguments) > 2) {
            break;
        }
        $arguments[] = match ((string) $parameter->getType()) {
            'CurlMultiHandle' => $multi,
            'CurlShareHandle' => $share,
            'int' => 1,
            'string' => 'http://plain.test/',
            'array' => [],
            default => null,
        };
    }
    if ($parameter->isPassedByReference()) {
        $arguments[count($arguments) - 1] = &$running;
    }
    try {
        $result = $function->invoke(...$arguments);
        $type = $function->getReturnType();
        $allowed = match (true) {
            is_object($result) => $result::class,
            $result === false => 'bool|array|false',
            $result === null => 'null',
            default => gettype($result),
        };
        echo "$name(): ", $warned ?? 'runs', ' ', json_encode($result), " $type\n";
    } catch (TypeError $error) {
        echo get_class($error), ' ', $error->getMessage(), "\n";
    }
}
var_dump(lab_seen());
?>
--EXPECT--
curl_close(): curl_close() has been disabled for your application null void
curl_copy_handle(): curl_copy_handle() has been disabled for your application false CurlHandle|false
curl_errno(): curl_errno() has been disabled for your application 0 int
curl_error(): curl_error() has been disabled for your application "" string
curl_escape(): curl_escape() has been disabled for your application false string|false
curl_unescape(): curl_unescape() has been disabled for your application false string|false
curl_multi_setopt(): curl_multi_setopt() has been disabled for your application false bool
curl_exec(): curl_exec() has been disabled for your application false string|bool
curl_file_create(): runs {"name":"http:\/\/plain.test\/","mime":"","postname":""} CURLFile
curl_getinfo(): curl_getinfo() has been disabled for your application false mixed
curl_init(): curl_init() has been disabled for your application false CurlHandle|false
curl_upkeep(): curl_upkeep() has been disabled for your application false bool
curl_multi_add_handle(): curl_multi_add_handle() has been disabled for your application 0 int
curl_multi_close(): curl_multi_close() has been disabled for your application null void
curl_multi_errno(): curl_multi_errno() has been disabled for your application 0 int
curl_multi_exec(): curl_multi_exec() has been disabled for your application 0 int
curl_multi_getcontent(): curl_multi_getcontent() has been disabled for your application null ?string
curl_multi_info_read(): curl_multi_info_read() has been disabled for your application false array|false
ArgumentCountError curl_multi_init() expects exactly 0 arguments, 1 given
curl_multi_remove_handle(): curl_multi_remove_handle() has been disabled for your application 0 int
curl_multi_select(): curl_multi_select() has been disabled for your application 0 int
curl_multi_strerror(): curl_multi_strerror() has been disabled for your application null ?string
curl_pause(): curl_pause() has been disabled for your application 0 int
curl_reset(): curl_reset() has been disabled for your application null void
curl_setopt_array(): curl_setopt_array() has been disabled for your application false bool
curl_setopt(): curl_setopt() has been disabled for your application false bool
curl_share_close(): curl_share_close() has been disabled for your application null void
curl_share_errno(): curl_share_errno() has been disabled for your application 0 int
curl_share_init(): runs {} CurlShareHandle
curl_share_setopt(): curl_share_setopt() has been disabled for your application false bool
curl_share_strerror(): curl_share_strerror() has been disabled for your application null ?string
curl_strerror(): curl_strerror() has been disabled for your application null ?string
curl_version(): curl_version() has been disabled for your application false array|false
array(0) {
}
