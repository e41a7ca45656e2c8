--TEST--
socket_bind() takes the wildcard address with port 0, and nothing else
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
$local = function (Socket $socket): string {
    socket_getsockname($socket, $address, $port);
    return $address . ($port === 0 ? ' without a port' : ' with a port');
};
foreach ([[tcp(), '0.0.0.0'], [tcp(), '0'], [udp(), '0.0.0.0'], [tcp(AF_INET6), '::'], [udp(AF_INET6), '0::0'], [tcp(AF_INET6), '0.0.0.0']] as [$socket, $address]) {
    echo "$address: " . result(socket_bind($socket, $address), $socket), ' ', $local($socket) . "\n";
}
$socket = tcp();
socket_bind($socket, '0.0.0.0');
echo try_connect($socket, '93.184.216.34', 7) . "\n";

$refused = [
    [AF_INET, '0.0.0.0', 8862], [AF_INET, '0.0.0.0', 65536], [AF_INET, '0.0.0.0', -1], [AF_INET, '127.0.0.1', 0], [AF_INET, '127.1', 0], [AF_INET, '192.0.2.2', 0],
    [AF_INET, '45.79.19.2', 0], [AF_INET, '192.0.2.2', 8862], [AF_INET, '93.184.216.34', 0], [AF_INET, 'localhost', 0], [AF_INET, 'bind.scripted.test', 0], [AF_INET, '', 0],
    [AF_INET, "0.0.0.0\0", 0], [AF_INET6, '::1', 0], [AF_INET6, '::', 8862], [AF_INET6, '2a01:4f8:c0c:1::2', 0], [AF_INET6, '::%lo', 0], [AF_INET6, '::ffff:127.0.0.1', 0],
];
foreach ($refused as $index => [$domain, $address, $port]) {
    $socket = $index % 2 ? tcp($domain) : udp($domain);
    $before = "warning: socket_bind(): Unable to bind address [22]: Invalid argument: port `$port` is not a number from 1 to 65535\n";
    $result = with_port($port, "$before$", fn () => result(socket_bind($socket, $address, $port), $socket));
    if (str_starts_with($result, $before)) {
        echo $before;
        $result = 'false with 22 and 22';
    }
    socket_getsockname($socket, $at, $with);
    echo json_encode($address), " $port: $result", [$at, $with] === [$domain === AF_INET ? '0.0.0.0' : '::', 0] ? '' : " at $at $with", "\n";
}
// Nobody was asked about the name.
var_dump(queries_for('bind.scripted.test'));
?>
--EXPECT--
0.0.0.0: true 0.0.0.0 with a port
0: true 0.0.0.0 with a port
0.0.0.0: true 0.0.0.0 with a port
::: true :: with a port
0::0: true :: with a port
0.0.0.0: true ::ffff:0.0.0.0 with a port
connected to 93.184.216.34 7
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to 0.0.0.0:8862 is not allowed, the system chooses the local address
"0.0.0.0" 8862: false with 13 and 13
warning: socket_bind(): Unable to bind address [22]: Invalid argument: port `65536` is not a number from 1 to 65535
"0.0.0.0" 65536: false with 22 and 22
warning: socket_bind(): Unable to bind address [22]: Invalid argument: port `-1` is not a number from 1 to 65535
"0.0.0.0" -1: false with 22 and 22
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to 127.0.0.1:0 is not allowed, the system chooses the local address
"127.0.0.1" 0: false with 13 and 13
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to 127.0.0.1:0 is not allowed, the system chooses the local address
"127.1" 0: false with 13 and 13
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to 192.0.2.2:0 is not allowed, the system chooses the local address
"192.0.2.2" 0: false with 13 and 13
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to 45.79.19.2:0 is not allowed, the system chooses the local address
"45.79.19.2" 0: false with 13 and 13
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to 192.0.2.2:8862 is not allowed, the system chooses the local address
"192.0.2.2" 8862: false with 13 and 13
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to 93.184.216.34:0 is not allowed, the system chooses the local address
"93.184.216.34" 0: false with 13 and 13
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to localhost is not allowed, the system chooses the local address
"localhost" 0: false with 13 and 13
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to bind.scripted.test is not allowed, the system chooses the local address
"bind.scripted.test" 0: false with 13 and 13
warning: socket_bind(): Host lookup failed [-10001]: Unknown host
"" 0: false with -10001 and -10001
warning: socket_bind(): Unable to bind address [22]: Invalid argument: the host holds a NUL byte
"0.0.0.0\u0000" 0: false with 22 and 22
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to [::1]:0 is not allowed, the system chooses the local address
"::1" 0: false with 13 and 13
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to [::]:8862 is not allowed, the system chooses the local address
"::" 8862: false with 13 and 13
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to [2a01:4f8:c0c:1::2]:0 is not allowed, the system chooses the local address
"2a01:4f8:c0c:1::2" 0: false with 13 and 13
warning: socket_bind(): Unable to bind address [22]: Invalid argument: host `::%lo` holds `%`: link-local addresses have zones, others none, and nothing is percent-encoded
"::%lo" 0: false with 22 and 22
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to [::ffff:127.0.0.1]:0 is not allowed, the system chooses the local address
"::ffff:127.0.0.1" 0: false with 13 and 13
array(0) {
}
