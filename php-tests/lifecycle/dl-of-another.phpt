--TEST--
Hooks stay in force when a script loads another extension
--SKIPIF--
<?php $needed = ['curl', 'sockets']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$code = 'var_dump(dl("curl"), dl("sockets"));' . HOOK_STATES . '
    var_dump(aesock_status()["hooks"]["socket_connect()"], @socket_connect(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), "10.0.0.5", 80));
    ' . TRY_PRIVATE;
echo php($code, ['enable_dl' => 1]);
?>
--EXPECT--
bool(true)
bool(true)
enforced
string(8) "enforced"
bool(false)
13 Permission denied: 10.0.0.5 is a private address
