--TEST--
socket_addrinfo_lookup() and socket_addrinfo_explain() tell addresses; socket_addrinfo_connect() and socket_addrinfo_bind() judge them
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
$stream = ['ai_socktype' => SOCK_STREAM];
foreach (['plain.test', 'plain6.test', 'private.test', '10.0.0.5', 'fe80::1%lab0'] as $name) {
    foreach (socket_addrinfo_lookup($name, '7', $stream) as $info) {
        echo $name, ' ', json_encode(socket_addrinfo_explain($info)), "\n";
    }
}
var_dump(socket_addrinfo_lookup('nowhere.test'));
$lookup = fn (string $name, int $port, array $hints): AddressInfo => socket_addrinfo_lookup($name, (string) $port, $hints)[0];
$datagram = ['ai_socktype' => SOCK_DGRAM];
foreach ([['plain.test', $stream], ['plain6.test', $stream], ['::ffff:93.184.216.34', $stream], ['93.184.216.34', $datagram], ['2606:4700:4700::1111', $datagram]] as [$name, $hints]) {
    $socket = socket_addrinfo_connect($lookup($name, 7, $hints));
    echo "$name: ", peer($socket), ' ', socket_write($socket, 'echo'), ' ', socket_read($socket, 10), "\n";
}
$socket = socket_addrinfo_connect($lookup('93.184.216.34', 81, $stream));
echo 'port 81: ' . result($socket) . "\n";
$refused = [
    ['10.11.15.7', 7073, $stream], ['10.11.15.7', 7073, $datagram], ['127.0.0.1', 7073, $stream], ['::1', 7073, $stream], ['::ffff:10.11.15.7', 7073, $stream], ['93.184.217.73', 25, $stream],
    ['93.184.217.73', 0, $stream], ['private.test', 7073, $stream], ['fe80::1%lab0', 7073, $stream], ['142.250.102.108', 7073, $stream], ['0.0.0.0', 7073, $stream],
];
foreach ($refused as [$name, $port, $hints]) {
    $info = $lookup($name, $port, $hints);
    echo "$name $port: " . result(socket_addrinfo_connect($info)) . "\n";
}
echo "of other kinds:\n";
foreach ([SOCK_RAW, SOCK_STREAM] as $type) {
    $infos = socket_addrinfo_lookup('93.184.217.73', null, ['ai_socktype' => $type, 'ai_protocol' => $type === SOCK_RAW ? 1 : 132]);
    foreach ($infos ?: [] as $info) {
        echo result(socket_addrinfo_connect($info)), ' ', result(socket_addrinfo_bind($info)), "\n";
    }
}
echo "bound:\n";
foreach ([['0.0.0.0', 0], ['::', 0], ['0.0.0.0', 8863], ['127.0.0.1', 0], ['::1', 8863], ['93.184.217.73', 0], ['private.test', 0]] as [$name, $port]) {
    foreach ([$stream, $datagram] as $hints) {
        $socket = socket_addrinfo_bind($lookup($name, $port, $hints));
        echo "$name $port: " . result($socket) . "\n";
    }
}
var_dump(preg_grep('/ 7073$|93\.184\.217\.73 /', lab_seen()));
?>
--EXPECT--
plain.test {"ai_flags":0,"ai_family":2,"ai_socktype":1,"ai_protocol":6,"ai_addr":{"sin_port":7,"sin_addr":"93.184.216.34"}}
plain6.test {"ai_flags":0,"ai_family":10,"ai_socktype":1,"ai_protocol":6,"ai_addr":{"sin6_port":7,"sin6_addr":"2606:4700:4700::1111"}}
private.test {"ai_flags":0,"ai_family":2,"ai_socktype":1,"ai_protocol":6,"ai_addr":{"sin_port":7,"sin_addr":"10.0.0.5"}}
10.0.0.5 {"ai_flags":0,"ai_family":2,"ai_socktype":1,"ai_protocol":6,"ai_addr":{"sin_port":7,"sin_addr":"10.0.0.5"}}
fe80::1%lab0 {"ai_flags":0,"ai_family":10,"ai_socktype":1,"ai_protocol":6,"ai_addr":{"sin6_port":7,"sin6_addr":"fe80::1"}}
bool(false)
plain.test: 93.184.216.34 7 4 echo
plain6.test: 2606:4700:4700::1111 7 4 echo
::ffff:93.184.216.34: ::ffff:93.184.216.34 7 4 echo
93.184.216.34: 93.184.216.34 7 4 echo
2606:4700:4700::1111: 2606:4700:4700::1111 7 4 echo
warning: socket_addrinfo_connect(): Unable to connect address [111]: Connection refused
port 81: false with 111
warning: socket_addrinfo_connect(): Unable to connect address [13]: Permission denied: 10.11.15.7 is a private address
10.11.15.7 7073: false with 13
warning: socket_addrinfo_connect(): Unable to connect address [13]: Permission denied: 10.11.15.7 is a private address
10.11.15.7 7073: false with 13
warning: socket_addrinfo_connect(): Unable to connect address [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
127.0.0.1 7073: false with 13
warning: socket_addrinfo_connect(): Unable to connect address [13]: Permission denied: ::1 is a loopback address or one of this host
::1 7073: false with 13
warning: socket_addrinfo_connect(): Unable to connect address [13]: Permission denied: ::ffff:10.11.15.7 is a private address
::ffff:10.11.15.7 7073: false with 13
warning: socket_addrinfo_connect(): Unable to connect address [13]: Permission denied: port 25 of 93.184.217.73 is blocked, use 587 or 465
93.184.217.73 25: false with 13
warning: socket_addrinfo_connect(): Unable to connect address [22]: Invalid argument: port `0` is not a number from 1 to 65535
93.184.217.73 0: false with 22
warning: socket_addrinfo_connect(): Unable to connect address [13]: Permission denied: 10.0.0.5 is a private address
private.test 7073: false with 13
warning: socket_addrinfo_connect(): Unable to connect address [13]: Permission denied: fe80::1 is a link-local address
fe80::1%lab0 7073: false with 13
warning: socket_addrinfo_connect(): Unable to connect address [13]: Permission denied: 142.250.102.108 belongs to Google's own services
142.250.102.108 7073: false with 13
warning: socket_addrinfo_connect(): Unable to connect address [13]: Permission denied: 0.0.0.0 is a loopback address or one of this host
0.0.0.0 7073: false with 13
of other kinds:
warning: socket_addrinfo_connect(): Unable to create socket [93]: Protocol not supported: a socket of type 3 and protocol 1 is neither TCP nor UDP
false with 93 warning: socket_addrinfo_bind(): Unable to create socket [93]: Protocol not supported: a socket of type 3 and protocol 1 is neither TCP nor UDP
false with 93
warning: socket_addrinfo_connect(): Unable to create socket [93]: Protocol not supported: a socket of type 1 and protocol 132 is neither TCP nor UDP
false with 93 warning: socket_addrinfo_bind(): Unable to create socket [93]: Protocol not supported: a socket of type 1 and protocol 132 is neither TCP nor UDP
false with 93
bound:
0.0.0.0 0: Socket
0.0.0.0 0: Socket
:: 0: Socket
:: 0: Socket
warning: socket_addrinfo_bind(): Unable to bind address [13]: Permission denied: binding to 0.0.0.0:8863 is not allowed, the system chooses the local address
0.0.0.0 8863: false with 13
warning: socket_addrinfo_bind(): Unable to bind address [13]: Permission denied: binding to 0.0.0.0:8863 is not allowed, the system chooses the local address
0.0.0.0 8863: false with 13
warning: socket_addrinfo_bind(): Unable to bind address [13]: Permission denied: binding to 127.0.0.1:0 is not allowed, the system chooses the local address
127.0.0.1 0: false with 13
warning: socket_addrinfo_bind(): Unable to bind address [13]: Permission denied: binding to 127.0.0.1:0 is not allowed, the system chooses the local address
127.0.0.1 0: false with 13
warning: socket_addrinfo_bind(): Unable to bind address [13]: Permission denied: binding to [::1]:8863 is not allowed, the system chooses the local address
::1 8863: false with 13
warning: socket_addrinfo_bind(): Unable to bind address [13]: Permission denied: binding to [::1]:8863 is not allowed, the system chooses the local address
::1 8863: false with 13
warning: socket_addrinfo_bind(): Unable to bind address [13]: Permission denied: binding to 93.184.217.73:0 is not allowed, the system chooses the local address
93.184.217.73 0: false with 13
warning: socket_addrinfo_bind(): Unable to bind address [13]: Permission denied: binding to 93.184.217.73:0 is not allowed, the system chooses the local address
93.184.217.73 0: false with 13
warning: socket_addrinfo_bind(): Unable to bind address [13]: Permission denied: binding to 10.0.0.5:0 is not allowed, the system chooses the local address
private.test 0: false with 13
warning: socket_addrinfo_bind(): Unable to bind address [13]: Permission denied: binding to 10.0.0.5:0 is not allowed, the system chooses the local address
private.test 0: false with 13
array(0) {
}
