--TEST--
libssh2 greets an OpenSSH that a rule allows; one that none allows gets no packet
--SKIPIF--
<?php $needed = ['ssh2']; $programs = ['/usr/sbin/sshd']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_sshd(2210);
drive('10.81.5', 2210, ['ssh2'], <<<'PHP'
    $session = @ssh2_connect($host, $port);
    return $session ? json_encode(ssh2_auth_none($session, 'lab')) : error_get_last()['message'];
    PHP);
?>
--EXPECT--
["publickey","password","keyboard-interactive"]
ssh2_connect(): Unable to connect to 10.81.5.2
log: aesock deny tcp://10.81.5.2:2210 reason=private rule=- app=default via=- ssh2_connect
as in stock
{"10.81.5.1":["tcp 2210"],"10.81.5.2":[]}
