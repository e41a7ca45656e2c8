--TEST--
libIce asks a Glacier2 that a rule allows; one that none allows gets no packet
--SKIPIF--
<?php
$needed = ['ice'];
$programs = [__DIR__ . '/../../.cache/native-servers/usr/bin/glacier2router', '/usr/share/php/Ice.php'];
require __DIR__ . '/../include/native-skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_glacier2(4064);
// Of an object of its own ext/ice leaves a word as it was, which PHP looks at: what is in it is chance with PHP's allocator, and 0 as a rule without.
putenv('USE_ZEND_ALLOC=0');
drive('10.81.16', 4064, ['ice'], <<<'PHP'
    require_once '/usr/share/php/Ice.php';
    $ice = Ice\initialize();
    try {
        $ice->stringToProxy("Glacier2/router:tcp -h $host -p $port -t 5000")->ice_ping();
        return 'answered';
    } catch (Exception $error) {
        return get_class($error);
    } finally {
        $ice->destroy();
    }
    PHP);
?>
--EXPECT--
answered
Ice\SocketException
log: aesock deny tcp://10.81.16.2:4064 reason=private rule=- app=default via=libIce.so.37 Ice\x5cObjectPrx::ice_ping
as in stock
{"10.81.16.1":["tcp 4064"],"10.81.16.2":[]}
