--TEST--
Hooks stay in force when a script loads another extension
--SKIPIF--
<?php $needed = ['curl', 'sockets']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$code = 'var_dump(dl("curl"), dl("sockets")); echo implode(" ", array_unique(aesock_status()["hooks"])), "\n";' . TRY_PRIVATE;
echo php($code, ['enable_dl' => 1]);
?>
--EXPECT--
bool(true)
bool(true)
enforced
13 Permission denied: 10.0.0.5 is a private address
