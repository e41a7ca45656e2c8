--TEST--
ext/sockets that comes by dl() is under the policy at once
--SKIPIF--
<?php
$needed = ['sockets'];
require __DIR__ . '/../include/lifecycle-skip.inc';
require __DIR__ . '/../include/lifecycle.inc';
if (trim(output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-r', 'echo extension_loaded("sockets") ? "in" : "";']))) die("skip PHP has ext/sockets built in");
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$code = <<<'PHP'
    $states = fn () => implode(' ', array_unique(array_filter(aesock_status()['hooks'], fn ($hook) => preg_match('/^socket_(connect|create|sendto|listen)\(/', $hook), ARRAY_FILTER_USE_KEY)));
    echo $states(), ', ', json_encode(dl('sockets')), ', ', $states(), "\n";
    $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
    echo json_encode(@socket_connect($socket, '10.0.0.5', 7)), ' ', socket_last_error($socket), ' ', error_get_last()['message'], "\n";
    echo json_encode(socket_connect($socket, '93.184.216.34', 7)), ' ', socket_write($socket, 'echo'), ' ', socket_read($socket, 4), "\n";
    echo json_encode(@socket_create_listen(0)), json_encode(@socket_create(AF_UNIX, SOCK_STREAM, 0)), ' ', socket_get_option($socket, SOL_SOCKET, SO_DEBUG), "\n";
    echo json_encode(@dl('sockets')), ', ', $states(), "\n";
    PHP;
echo php($code, ['enable_dl' => 1, 'aesock.sockets' => '0']);
?>
--EXPECT--
not present, true, enforced
false 13 socket_connect(): unable to connect [13]: Permission denied: 10.0.0.5 is a private address
true 4 echo
falsefalse 128

Warning: Module "sockets" is already loaded in Unknown on line 0
false, enforced
