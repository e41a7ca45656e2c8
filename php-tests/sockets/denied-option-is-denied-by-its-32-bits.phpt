--TEST--
A denied option stays denied by numbers that the kernel cuts to it
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=options
aesock.deny=option:SO_BROADCAST
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

$socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
foreach ([0, 1 << 32, -(1 << 32)] as $beyond) {
    var_dump(socket_set_option($socket, SOL_SOCKET + $beyond, SO_BROADCAST, 1));
    var_dump(socket_get_option($socket, SOL_SOCKET, SO_BROADCAST + $beyond));
}
?>
--EXPECT--
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: SO_BROADCAST is denied by a rule (`option:SO_BROADCAST`)
bool(false)
warning: socket_get_option(): Unable to retrieve socket option [13]: Permission denied: SO_BROADCAST is denied by a rule (`option:SO_BROADCAST`)
bool(false)
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option 6 of level 4294967297 is not supported
bool(false)
warning: socket_get_option(): Unable to retrieve socket option [13]: Permission denied: socket option 4294967302 of level 1 is not supported
bool(false)
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option 6 of level -4294967295 is not supported
bool(false)
warning: socket_get_option(): Unable to retrieve socket option [13]: Permission denied: socket option -4294967290 of level 1 is not supported
bool(false)
