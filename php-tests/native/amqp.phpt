--TEST--
librabbitmq sends by a RabbitMQ that a rule allows and gets it back; one that none allows gets no packet
--SKIPIF--
<?php $needed = ['amqp']; $programs = ['/usr/lib/rabbitmq/bin/rabbitmq-server']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_rabbitmq(5682);
drive('10.81.3', 5682, ['amqp'], <<<'PHP'
    try {
        $connection = new AMQPConnection(['host' => $host, 'port' => $port, 'connect_timeout' => 5]);
        $connection->connect();
        $queue = new AMQPQueue($channel = new AMQPChannel($connection));
        $queue->setName('lab');
        $queue->setFlags(AMQP_EXCLUSIVE);
        $queue->declareQueue();
        (new AMQPExchange($channel))->publish('hello', 'lab');
        for ($deadline = hrtime(true) + 5e9; !($message = $queue->get(AMQP_AUTOACK)) && hrtime(true) < $deadline;);
        return $message->getBody();
    } catch (AMQPException $error) {
        return $error->getMessage();
    }
    PHP);
?>
--EXPECT--
hello
Socket error: could not connect to host.
log: aesock deny tcp://10.81.3.2:5682 reason=private rule=- app=default via=librabbitmq.so.4 AMQPConnection::connect
as in stock
{"10.81.3.1":["tcp 5682"],"10.81.3.2":[]}
