--TEST--
The warning about a bindto that is no address names its host as in stock PHP, whether the connection fails or not
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=unix
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock(<<<'PHP'
    print_warnings();
    foreach (['nothing:0', '[nothing]:1', 'a:b:1', ':1', 'nothing', '[nothing]1'] as $bindto) {
        foreach (['tcp://93.184.216.34:7', 'tcp://93.184.216.34:81', 'unix:///tmp/aesock-phpt-nothing'] as $target) {
            $context = stream_context_create(['socket' => ['bindto' => $bindto]]);
            tell($bindto, dial($target, context: $context));
        }
    }
    PHP);
?>
--EXPECT--
warning: stream_socket_client(): Invalid IP Address: nothing
"nothing:0" "connected to 93.184.216.34:7"
warning: stream_socket_client(): Invalid IP Address: nothing
warning: stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)
"nothing:0" "111 Connection refused"
warning: stream_socket_client(): Unable to connect to unix:///tmp/aesock-phpt-nothing (No such file or directory)
"nothing:0" "2 No such file or directory"
warning: stream_socket_client(): Invalid IP Address: nothing
"[nothing]:1" "connected to 93.184.216.34:7"
warning: stream_socket_client(): Invalid IP Address: nothing
warning: stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)
"[nothing]:1" "111 Connection refused"
warning: stream_socket_client(): Unable to connect to unix:///tmp/aesock-phpt-nothing (No such file or directory)
"[nothing]:1" "2 No such file or directory"
warning: stream_socket_client(): Invalid IP Address: a
"a:b:1" "connected to 93.184.216.34:7"
warning: stream_socket_client(): Invalid IP Address: a
warning: stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)
"a:b:1" "111 Connection refused"
warning: stream_socket_client(): Unable to connect to unix:///tmp/aesock-phpt-nothing (No such file or directory)
"a:b:1" "2 No such file or directory"
warning: stream_socket_client(): Invalid IP Address:
":1" "connected to 93.184.216.34:7"
warning: stream_socket_client(): Invalid IP Address:
warning: stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)
":1" "111 Connection refused"
warning: stream_socket_client(): Unable to connect to unix:///tmp/aesock-phpt-nothing (No such file or directory)
":1" "2 No such file or directory"
"nothing" "connected to 93.184.216.34:7"
warning: stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)
"nothing" "111 Connection refused"
warning: stream_socket_client(): Unable to connect to unix:///tmp/aesock-phpt-nothing (No such file or directory)
"nothing" "2 No such file or directory"
"[nothing]1" "connected to 93.184.216.34:7"
warning: stream_socket_client(): Unable to connect to tcp://93.184.216.34:81 (Connection refused)
"[nothing]1" "111 Connection refused"
warning: stream_socket_client(): Unable to connect to unix:///tmp/aesock-phpt-nothing (No such file or directory)
"[nothing]1" "2 No such file or directory"
