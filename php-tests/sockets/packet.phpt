--TEST--
Sockets of AF_PACKET, which PHP 8.5 has, are refused as other families are, opened by rule raw, and bound to an interface where rule bind lets it
--EXTENSIONS--
sockets
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
$reason = 'refuses raw sockets in the kernel, whatever the rules say'; require __DIR__ . '/../include/not-held.skip.inc';
if (!defined('AF_PACKET')) die('skip this PHP has no AF_PACKET');
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$code = <<<'PHP'
    const ETH_OF_EXPERIMENTS = 0x88B5;
    $receiver = @socket_create(AF_PACKET, SOCK_RAW, ETH_OF_EXPERIMENTS >> 8 | (ETH_OF_EXPERIMENTS & 0xff) << 8);
    if (!$receiver) {
        die(socket_last_error() . ' ' . error_get_last()['message'] . "\n");
    }
    echo get_debug_type($receiver), ' ', json_encode(@socket_bind($receiver, 'lo')), ' ', error_get_last()['message'] ?? '', "\n";
    PHP;
foreach (['', 'bind', 'unix', 'options', 'raw', 'raw, unix', 'raw, bind', 'any'] as $rules) {
    echo $rules ?: 'none', ': ', php_with_sockets($code, ['aesock.allow' => $rules]);
}
?>
--EXPECT--
none: 97 socket_create(): Unable to create socket [97]: Address family not supported by protocol: address family 17 is neither IPv4 nor IPv6
bind: 97 socket_create(): Unable to create socket [97]: Address family not supported by protocol: address family 17 is neither IPv4 nor IPv6
unix: 97 socket_create(): Unable to create socket [97]: Address family not supported by protocol: address family 17 is neither IPv4 nor IPv6
options: 97 socket_create(): Unable to create socket [97]: Address family not supported by protocol: address family 17 is neither IPv4 nor IPv6
raw: Socket false socket_bind(): Unable to bind address [13]: Permission denied: binding to lo is not allowed, the system chooses the local address
raw, unix: Socket false socket_bind(): Unable to bind address [13]: Permission denied: binding to lo is not allowed, the system chooses the local address
raw, bind: Socket true 
any: Socket true 
