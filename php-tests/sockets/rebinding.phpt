--TEST--
A name is resolved once a call, and what is dialled is what was judged
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--CONFLICTS--
answers
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
script_answers(
    ['rebind-connect.scripted.test', 'A=93.184.217.66 -> A=10.11.15.3'],
    ['rebind-sendto.scripted.test', 'A=93.184.217.67 -> A=10.11.15.4'],
    ['rebind-private.scripted.test', 'A=10.11.15.5 -> A=93.184.217.68'],
);
foreach (range(1, 2) as $_) {
    echo try_connect(tcp(), 'rebind-connect.scripted.test', 7), "\n";
    $socket = udp();
    echo result(socket_sendto($socket, 'x', 1, 0, 'rebind-sendto.scripted.test', 7), $socket), "\n";
    echo try_connect(tcp(), 'rebind-private.scripted.test', 7), "\n";
}
echo implode("\n", preg_grep('/93\.184\.217\.6[678]|10\.11\.15\.[345]/', lab_seen())), "\n";
foreach (['rebind-connect', 'rebind-sendto', 'rebind-private'] as $name) {
    echo "$name: ", implode(', ', queries_for("$name.scripted.test")), "\n";
}
?>
--EXPECT--
connected to 93.184.217.66 7
1
warning: socket_connect(): unable to connect [13]: Permission denied: rebind-private.scripted.test (10.11.15.5) is a private address
false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: rebind-connect.scripted.test (10.11.15.3) is a private address
false with 13 and 13
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: rebind-sendto.scripted.test (10.11.15.4) is a private address
false with 13 and 13
connected to 93.184.217.68 7
internet tcp 93.184.217.66 7
internet udp 93.184.217.67 7
internet tcp 93.184.217.68 7
rebind-connect: udp A, udp AAAA, udp A, udp AAAA
rebind-sendto: udp A, udp AAAA, udp A, udp AAAA
rebind-private: udp A, udp AAAA, udp A, udp AAAA
