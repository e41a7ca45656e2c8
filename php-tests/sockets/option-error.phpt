--TEST--
SO_ERROR is real: what became of a connect that did not wait, once
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach ([81 => 'a closed port', 7 => 'an open one'] as $port => $what) {
    foreach ([AF_INET => '93.184.216.34', AF_INET6 => '2606:4700:4700::1111'] as $family => $address) {
        $socket = socket_create($family, SOCK_STREAM, SOL_TCP);
        socket_set_nonblock($socket);
        $connected = @socket_connect($socket, $address, $port);
        [$read, $write, $except] = [[], [$socket], []];
        socket_select($read, $write, $except, 5);
        echo "$what: ", json_encode($connected), ' ', socket_last_error($socket), "\n";
        var_dump(socket_get_option($socket, SOL_SOCKET, SO_ERROR), socket_getopt($socket, SOL_SOCKET, SO_ERROR));
    }
}
?>
--EXPECT--
a closed port: false 115
int(111)
int(0)
a closed port: false 115
int(111)
int(0)
an open one: false 115
int(0)
int(0)
an open one: false 115
int(0)
int(0)
