--TEST--
socket_create_pair() is refused: it would make Unix sockets
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
$pair = 'as before';
echo result(socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair)) . "\n";
echo result(socket_create_pair(AF_UNIX, SOCK_DGRAM, 0, $pair)) . "\n";
var_dump($pair);
// These the kernel refuses.
echo result(socket_create_pair(AF_INET, SOCK_STREAM, SOL_TCP, $pair)) . "\n";
echo result(socket_create_pair(AF_INET6, SOCK_DGRAM, 0, $pair)) . "\n";
$rejected = <<<'PHP'
    foreach ([[99, SOCK_STREAM, 0], [AF_INET, 11, 0]] as [$domain, $type, $protocol]) {
        try {
            socket_create_pair($domain, $type, $protocol, $pair);
        } catch (ValueError $error) {
            echo $error->getMessage(), "\n";
        }
    }
    PHP;
$words = php_with_sockets($rejected);
var_dump(substr_count($words, 'must be one of'), $words === php_with_sockets($rejected, stock: true));
var_dump($pair);
?>
--EXPECT--
warning: socket_create_pair(): Unable to create socket pair [97]: Address family not supported by protocol: AF_UNIX is neither IPv4 nor IPv6
false with 97
warning: socket_create_pair(): Unable to create socket pair [97]: Address family not supported by protocol: AF_UNIX is neither IPv4 nor IPv6
false with 97
string(9) "as before"
warning: socket_create_pair(): Unable to create socket pair [95]: Operation not supported
false with 95
warning: socket_create_pair(): Unable to create socket pair [95]: Operation not supported
false with 95
int(2)
bool(true)
string(9) "as before"
