--TEST--
Without ext/sockets, and with aesock.sockets=0, streams are judged as ever, and its functions are told as not present
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
require __DIR__ . '/../include/lifecycle.inc';
if (trim(output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-r', 'echo extension_loaded("sockets") ? "in" : "";']))) die("skip PHP has ext/sockets built in");
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$code = <<<'PHP'
    $states = [];
    echo aesock_status()['sockets'], "\n";
    foreach (aesock_status()['hooks'] as $hook => $state) {
        if (preg_match('/^socket_(?!get_status|set_blocking|set_timeout)/', $hook)) {
            $states[$state] = ($states[$state] ?? 0) + 1;
        }
    }
    echo implode(', ', array_keys($states)), ' ', array_sum($states) > 35 ? 'many' : 'few', "\n";
    echo fgets(fsockopen('93.184.216.34', 7010));
    PHP . TRY_PRIVATE;
echo php($code, ['aesock.sockets' => '0']);
?>
--EXPECT--
nobody
not present many
line1
13 Permission denied: 10.0.0.5 is a private address
