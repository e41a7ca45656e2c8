--TEST--
socket_create() makes sockets of TCP and UDP over IPv4 and IPv6, and no others
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
echo "made:\n";
foreach ([AF_INET, AF_INET6] as $domain) {
    foreach ([[SOCK_STREAM, SOL_TCP], [SOCK_STREAM, 0], [SOCK_DGRAM, SOL_UDP], [SOCK_DGRAM, 0]] as [$type, $protocol]) {
        echo "$domain $type $protocol: " . result(socket_create($domain, $type, $protocol)) . "\n";
    }
}
echo "refused:\n";
$others = [
    'Unix' => [AF_UNIX, SOCK_STREAM, 0], 'Unix datagrams' => [AF_UNIX, SOCK_DGRAM, 0],
    'ICMP' => [AF_INET, SOCK_DGRAM, 1], 'ICMPv6' => [AF_INET6, SOCK_DGRAM, 58], 'raw' => [AF_INET, SOCK_RAW, 1], 'raw TCP' => [AF_INET, SOCK_RAW, SOL_TCP],
    'raw IPv6' => [AF_INET6, SOCK_RAW, 58], 'SCTP' => [AF_INET, SOCK_STREAM, 132], 'SCTP packets' => [AF_INET, SOCK_SEQPACKET, 132],
    'MPTCP' => [AF_INET, SOCK_STREAM, 262], 'UDP-Lite' => [AF_INET, SOCK_DGRAM, 136], 'TCP as datagrams' => [AF_INET, SOCK_DGRAM, SOL_TCP],
    'UDP as a stream' => [AF_INET, SOCK_STREAM, SOL_UDP], 'RDM' => [AF_INET, SOCK_RDM, 0], 'type 0' => [AF_INET, 0, 0], 'type 10' => [AF_INET, 10, 0],
    'a negative type' => [AF_INET, -1, 0], 'a negative protocol' => [AF_INET, SOCK_STREAM, -1], 'a type of 33 bits' => [AF_INET, -4294967295, SOL_TCP],
    'a protocol of 33 bits' => [AF_INET, SOCK_STREAM, 4294967302],
];
foreach ($others as $name => [$domain, $type, $protocol]) {
    echo "$name: " . result(socket_create($domain, $type, $protocol)) . "\n";
}

// What PHP rejects by itself it rejects in its own words, which depend on its version.
$rejected = <<<'PHP'
    foreach ([[0, SOCK_STREAM, 0], [AF_INET + 4294967296, SOCK_STREAM, 0], [16, SOCK_RAW, 0], [-1, SOCK_STREAM, 0], [AF_INET, 11, 0], [AF_UNIX, 11, 0]] as $arguments) {
        try {
            socket_create(...$arguments);
        } catch (ValueError $error) {
            echo $error->getMessage(), "\n";
        }
    }
    PHP;
$words = php_with_sockets($rejected);
var_dump(substr_count($words, 'must be one of'), $words === php_with_sockets($rejected, stock: true));
// PHP 8.5 knows packet sockets, with a warning of a refusal.
set_error_handler(fn () => true);
try {
    var_dump(@socket_create(17, SOCK_RAW, 0));
} catch (ValueError) {
    var_dump(false);
}
?>
--EXPECT--
made:
2 1 6: Socket
2 1 0: Socket
2 2 17: Socket
2 2 0: Socket
10 1 6: Socket
10 1 0: Socket
10 2 17: Socket
10 2 0: Socket
refused:
warning: socket_create(): Unable to create socket [97]: Address family not supported by protocol: AF_UNIX is neither IPv4 nor IPv6
Unix: false with 97
warning: socket_create(): Unable to create socket [97]: Address family not supported by protocol: AF_UNIX is neither IPv4 nor IPv6
Unix datagrams: false with 97
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 2 and protocol 1 is neither TCP nor UDP
ICMP: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 2 and protocol 58 is neither TCP nor UDP
ICMPv6: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 3 and protocol 1 is neither TCP nor UDP
raw: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 3 and protocol 6 is neither TCP nor UDP
raw TCP: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 3 and protocol 58 is neither TCP nor UDP
raw IPv6: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 1 and protocol 132 is neither TCP nor UDP
SCTP: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 5 and protocol 132 is neither TCP nor UDP
SCTP packets: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 1 and protocol 262 is neither TCP nor UDP
MPTCP: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 2 and protocol 136 is neither TCP nor UDP
UDP-Lite: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 2 and protocol 6 is neither TCP nor UDP
TCP as datagrams: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 1 and protocol 17 is neither TCP nor UDP
UDP as a stream: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 4 and protocol 0 is neither TCP nor UDP
RDM: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 0 and protocol 0 is neither TCP nor UDP
type 0: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 10 and protocol 0 is neither TCP nor UDP
type 10: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type -1 and protocol 0 is neither TCP nor UDP
a negative type: false with 93
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 1 and protocol -1 is neither TCP nor UDP
a negative protocol: false with 93
a type of 33 bits: Socket
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 1 and protocol 4294967302 is neither TCP nor UDP
a protocol of 33 bits: false with 93
int(6)
bool(true)
bool(false)
