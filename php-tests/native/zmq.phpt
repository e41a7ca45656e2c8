--TEST--
libzmq asks a PHP that a rule allows, from a thread of its own; one that none allows gets no packet
--SKIPIF--
<?php $needed = ['zmq']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

$server = 'for ($socket = (new ZMQContext)->getSocket(ZMQ::SOCKET_REP), $socket->bind("tcp://0.0.0.0:5570");;) $socket->send($socket->recv() . " yourself");';
start_server([getenv('TEST_PHP_EXECUTABLE'), '-n', '-d', 'extension=zmq', '-r', $server], fn () => accepts(5570));
drive('10.81.8', 5570, ['zmq'], <<<'PHP'
    $socket = (new ZMQContext)->getSocket(ZMQ::SOCKET_REQ);
    $socket->setSockOpt(ZMQ::SOCKOPT_LINGER, 0);
    $socket->setSockOpt(ZMQ::SOCKOPT_RCVTIMEO, str_ends_with($host, '.1') ? 10000 : 500);
    $socket->connect("tcp://$host:$port");
    return $socket->send('hello')->recv() ?: 'no answer';
    PHP);
?>
--EXPECT--
hello yourself
no answer
log: aesock deny tcp://10.81.8.2:5570 reason=private rule=- app=default via=libzmq.so.5
as in stock
{"10.81.8.1":["tcp 5570"],"10.81.8.2":[]}
