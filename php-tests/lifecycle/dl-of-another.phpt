--TEST--
Hooks stay in force when a script loads another extension
--SKIPIF--
<?php $needed = ['curl', 'sockets', 'ftp']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$code = 'var_dump(dl("curl"), dl("sockets"), dl("ftp"), @ftp_connect("93.184.216.34"), error_get_last()["message"]);' . HOOK_STATES . '
    var_dump(aesock_status()["hooks"]["socket_connect()"], @socket_connect(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), "10.0.0.5", 80));
    ' . TRY_PRIVATE;
echo php($code, ['enable_dl' => 1]);
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(false)
string(111) "ftp_connect(): Unable to connect to 93.184.216.34:21 (Permission denied: FTP to 93.184.216.34 is not supported)"
enforced
string(8) "enforced"
bool(false)
13 Permission denied: 10.0.0.5 is a private address
