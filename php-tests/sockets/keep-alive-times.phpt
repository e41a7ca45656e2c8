--TEST--
Of the times of keep-alive, which libraries set one after the other, a socket gets one warning; each fails and has its error
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
// As Workerman does with each connection.
function set_times(Socket $socket): void
{
    foreach (['TCP_KEEPIDLE', 'TCP_KEEPINTVL', 'TCP_KEEPCNT'] as $name) {
        socket_clear_error($socket);
        tell($name, socket_set_option($socket, SOL_TCP, constant($name), 55), socket_last_error($socket));
    }
}
$make = fn () => socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
set_times($first = $make());
echo "another socket\n";
set_times($second = $make());
echo "the first again\n";
set_times($first);
echo "the first again at once\n";
set_times($first);
echo "where the last one was\n";
unset($first);
set_times($first = $make());
// What is no such time is told always.
socket_set_option($first, SOL_SOCKET, SO_BROADCAST, 1);
socket_set_option($first, SOL_SOCKET, SO_BROADCAST, 1);
?>
--EXPECT--
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option TCP_KEEPIDLE is not supported
"TCP_KEEPIDLE" false 13
"TCP_KEEPINTVL" false 13
"TCP_KEEPCNT" false 13
another socket
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option TCP_KEEPIDLE is not supported
"TCP_KEEPIDLE" false 13
"TCP_KEEPINTVL" false 13
"TCP_KEEPCNT" false 13
the first again
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option TCP_KEEPIDLE is not supported
"TCP_KEEPIDLE" false 13
"TCP_KEEPINTVL" false 13
"TCP_KEEPCNT" false 13
the first again at once
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option TCP_KEEPIDLE is not supported
"TCP_KEEPIDLE" false 13
"TCP_KEEPINTVL" false 13
"TCP_KEEPCNT" false 13
where the last one was
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option TCP_KEEPIDLE is not supported
"TCP_KEEPIDLE" false 13
"TCP_KEEPINTVL" false 13
"TCP_KEEPCNT" false 13
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option SO_BROADCAST is not supported
warning: socket_set_option(): Unable to set socket option [13]: Permission denied: socket option SO_BROADCAST is not supported
