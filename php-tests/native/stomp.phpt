--TEST--
ext/stomp, which dials by itself, connects to a broker that a rule allows; one that none allows gets no packet
--DESCRIPTION--
The broker is a stand-in.
--SKIPIF--
<?php $needed = ['stomp']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_stand_in('stomp', 61620);
drive('10.81.9', 61620, ['stomp'], <<<'PHP'
    try {
        return (new Stomp("tcp://$host:$port"))->getSessionId();
    } catch (StompException $error) {
        return $error->getMessage();
    }
    PHP);
?>
--EXPECT--
lab
Unable to connect to 10.81.9.2:61620
log: aesock deny tcp://10.81.9.2:61620 reason=private rule=- app=default via=- Stomp::__construct
as in stock
{"10.81.9.1":["tcp 61620"],"10.81.9.2":[]}
