--TEST--
The log tells the place in the script for what a library calls on PHP's thread, and none for what it calls on a thread of its own
--SKIPIF--
<?php $needed = ['zmq', 'pgsql']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

const CODE = <<<'PHP'
    $socket = (new ZMQContext)->getSocket(ZMQ::SOCKET_REQ);
    $socket->setSockOpt(ZMQ::SOCKOPT_LINGER, 0);
    $socket->setSockOpt(ZMQ::SOCKOPT_RCVTIMEO, 500);
    $socket->connect('tcp://10.81.17.1:5570');
    $socket->send('hello')->recv();
    @pg_connect('host=10.81.17.2 connect_timeout=5');
    PHP;
$log = scratch();
echo output([...command(['log_errors' => 1, 'error_log' => $log, 'aesock.log' => 'denied'], ['AESOCK', 'zmq', 'pgsql']), '-r', CODE]);
foreach (array_unique(preg_replace('/^\[.*?\] /', '', preg_grep('/ repeated=/', file($log), PREG_GREP_INVERT))) as $line) {
    echo $line;
}
tell(seen_at_each('10.81.17.1', '10.81.17.2'));
?>
--EXPECT--
aesock deny tcp://10.81.17.1:5570 reason=private rule=- app=default via=libzmq.so.5
aesock deny tcp://10.81.17.2:5432 reason=private rule=- app=default via=libpq.so.5 pg_connect at=Command\x20line\x20code:6
{"10.81.17.1":[],"10.81.17.2":[]}
