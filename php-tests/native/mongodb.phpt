--TEST--
libmongoc pings a MongoDB that a rule allows; one that none allows gets no packet
--DESCRIPTION--
Debian has no MongoDB: the server is a stand-in that speaks its protocol.
--SKIPIF--
<?php $needed = ['mongodb']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_stand_in('mongodb', 27117);
drive('10.81.4', 27117, ['mongodb'], <<<'PHP'
    try {
        $manager = new MongoDB\Driver\Manager("mongodb://$host:$port/?serverSelectionTimeoutMS=1000");
        return json_encode($manager->executeCommand('admin', new MongoDB\Driver\Command(['ping' => 1]))->toArray()[0]);
    } catch (MongoDB\Driver\Exception\Exception $error) {
        return $error->getMessage();
    }
    PHP);
?>
--EXPECT--
{"ok":1}
No suitable servers found (`serverSelectionTryOnce` set): [connection refused calling hello on '10.81.4.2:27117']
log: aesock deny tcp://10.81.4.2:27117 reason=private rule=- app=default via=mongodb.so MongoDB\x5cDriver\x5cManager::executeCommand
as in stock
{"10.81.4.1":["tcp 27117"],"10.81.4.2":[]}
