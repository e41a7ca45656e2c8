--TEST--
Mode disabled: each function of ext/sockets warns, and returns what its type allows
--EXTENSIONS--
sockets
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
require __DIR__ . '/../include/sockets.inc';

$told = [];
set_error_handler(function (int $level, string $message) use (&$told): bool {
    $told[] = $message;
    return true;
});
$given = fn (mixed $value): string => $value === false ? 'false' : get_debug_type($value);
$lines = [];
foreach ((new ReflectionExtension('sockets'))->getFunctions() as $name => $function) {
    $type = $function->getReturnType();
    $types = $type instanceof ReflectionUnionType ? $type->getTypes() : [$type];
    $allowed = array_map(fn (?ReflectionNamedType $type) => ['bool' => 'false', 'void' => 'null'][(string) $type] ?? ltrim((string) $type, '?'), $types);
    // Without arguments: nothing is looked at.
    $told = [];
    $result = $name();
    $fits = $type === null || in_array($given($result), $allowed, true) || $result === null && $type->allowsNull();
    $lines[$name] = "$name(): " . json_encode($result) . ', ' . implode(', ', $told) . ($fits ? '' : ", but its type is $type");
}
ksort($lines);
// PHP 8.3 and later.
if (($lines['socket_atmark'] ?? '') === 'socket_atmark(): false, socket_atmark() has been disabled for your application') {
    unset($lines['socket_atmark']);
}
echo implode("\n", $lines), "\n";
?>
--EXPECT--
socket_accept(): false, socket_accept() has been disabled for your application
socket_addrinfo_bind(): false, socket_addrinfo_bind() has been disabled for your application
socket_addrinfo_connect(): false, socket_addrinfo_connect() has been disabled for your application
socket_addrinfo_explain(): [], socket_addrinfo_explain() has been disabled for your application
socket_addrinfo_lookup(): false, socket_addrinfo_lookup() has been disabled for your application
socket_bind(): false, socket_bind() has been disabled for your application
socket_clear_error(): null, socket_clear_error() has been disabled for your application
socket_close(): null, socket_close() has been disabled for your application
socket_cmsg_space(): 0, socket_cmsg_space() has been disabled for your application
socket_connect(): false, socket_connect() has been disabled for your application
socket_create(): false, socket_create() has been disabled for your application
socket_create_listen(): false, socket_create_listen() has been disabled for your application
socket_create_pair(): false, socket_create_pair() has been disabled for your application
socket_export_stream(): false, socket_export_stream() has been disabled for your application
socket_get_option(): false, socket_get_option() has been disabled for your application
socket_getopt(): false, socket_getopt() has been disabled for your application
socket_getpeername(): false, socket_getpeername() has been disabled for your application
socket_getsockname(): false, socket_getsockname() has been disabled for your application
socket_import_stream(): false, socket_import_stream() has been disabled for your application
socket_last_error(): 0, socket_last_error() has been disabled for your application
socket_listen(): false, socket_listen() has been disabled for your application
socket_read(): false, socket_read() has been disabled for your application
socket_recv(): false, socket_recv() has been disabled for your application
socket_recvfrom(): false, socket_recvfrom() has been disabled for your application
socket_recvmsg(): false, socket_recvmsg() has been disabled for your application
socket_select(): false, socket_select() has been disabled for your application
socket_send(): false, socket_send() has been disabled for your application
socket_sendmsg(): false, socket_sendmsg() has been disabled for your application
socket_sendto(): false, socket_sendto() has been disabled for your application
socket_set_block(): false, socket_set_block() has been disabled for your application
socket_set_nonblock(): false, socket_set_nonblock() has been disabled for your application
socket_set_option(): false, socket_set_option() has been disabled for your application
socket_setopt(): false, socket_setopt() has been disabled for your application
socket_shutdown(): false, socket_shutdown() has been disabled for your application
socket_strerror(): "", socket_strerror() has been disabled for your application
socket_write(): false, socket_write() has been disabled for your application
