--TEST--
libgearman has a job server that a rule allows answer; one that none allows gets no packet
--SKIPIF--
<?php $needed = ['gearman']; $programs = ['/usr/sbin/gearmand']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_server(['/usr/sbin/gearmand', '--port=4740', '--listen=0.0.0.0', '--log-file=stderr'], fn () => accepts(4740));
drive('10.81.7', 4740, ['gearman'], <<<'PHP'
    $client = new GearmanClient();
    $client->setTimeout(3000);
    try {
        $client->addServer($host, $port);
        return @$client->ping('hello') ? 'answered' : $client->error();
    } catch (GearmanException $error) {
        return $error->getMessage();
    }
    PHP);
?>
--EXPECT--
answered
Failed to set exception option
log: aesock deny tcp://10.81.7.2:4740 reason=private rule=- app=default via=libgearman.so.8 GearmanClient::addServer
as in stock
{"10.81.7.1":["tcp 4740"],"10.81.7.2":[]}
