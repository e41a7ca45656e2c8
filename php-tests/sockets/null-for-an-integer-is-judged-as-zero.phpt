--TEST--
Null for an integer is judged as the zero that the engine makes of it, and converted once
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

const IP_TTL_OF_LINUX = 2;
$socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
var_dump(socket_create(AF_UNIX, SOCK_STREAM, null));
var_dump(socket_create(AF_INET, SOCK_SEQPACKET, null));
var_dump(socket_set_option($socket, null, IP_TTL_OF_LINUX, 7));
var_dump(socket_get_option($socket, null, IP_TTL_OF_LINUX));
var_dump(socket_set_option($socket, null, MCAST_JOIN_GROUP, ['group' => '224.9.9.9', 'interface' => 0]));
?>
--EXPECT--
warning: socket_create(): Passing null to parameter #3 ($protocol) of type int is deprecated
warning: socket_create(): Unable to create socket [97]: Address family not supported by protocol: AF_UNIX is neither IPv4 nor IPv6
bool(false)
warning: socket_create(): Passing null to parameter #3 ($protocol) of type int is deprecated
warning: socket_create(): Unable to create socket [93]: Protocol not supported: a socket of type 5 and protocol 0 is neither TCP nor UDP
bool(false)
warning: socket_set_option(): Passing null to parameter #2 ($level) of type int is deprecated
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option IP_TTL is not supported
bool(false)
warning: socket_get_option(): Passing null to parameter #2 ($level) of type int is deprecated
warning: socket_get_option(): Unable to retrieve socket option [13]: Permission denied: socket option IP_TTL is not supported
bool(false)
warning: socket_set_option(): Passing null to parameter #2 ($level) of type int is deprecated
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option MCAST_JOIN_GROUP is not supported
bool(false)
