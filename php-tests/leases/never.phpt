--TEST--
With aesock.idle_timeout=0 no socket is reclaimed; what is no number of seconds stops PHP at start
--INI--
aesock.idle_timeout=0
aesock.allow=loopback
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';

$server = new Echoing();
$stream = $server->connect();
idle(1.2);
tell(speak($stream));
foreach (['soon', '-1', '1.5', '4294967296', '4294967295'] as $text) {
    echo run_php('echo "started\n";', '2>&1', ['aesock.idle_timeout' => $text]);
}
?>
--EXPECTF--
"hello\n"
%AFatal error: aesock: aesock.idle_timeout: `soon` is not a number of seconds in Unknown on line 0
%AFatal error: aesock: aesock.idle_timeout: `-1` is not a number of seconds in Unknown on line 0
%AFatal error: aesock: aesock.idle_timeout: `1.5` is not a number of seconds in Unknown on line 0
%AFatal error: aesock: aesock.idle_timeout: `4294967296` is not a number of seconds in Unknown on line 0
started
