--TEST--
What libraries connect is counted, limited by quotas, metered by what the kernel knows, and reclaimed when it is idle
--SKIPIF--
<?php $needed = ['igbinary', 'msgpack', 'memcached']; $programs = ['/usr/bin/memcached']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_memcached(11812);
const LOADED = ['igbinary', 'msgpack', 'memcached'];
const CODE = <<<'PHP'
    function memcached(): Memcached { $memcached = new Memcached(); $memcached->addServer('10.79.0.1', 11812); return $memcached; }
    PHP;
const ALLOW = ['aesock.allow' => 'tcp://10.79.0.1:11812'];
echo run_native(CODE . <<<'PHP'
    $memcached = memcached();
    $memcached->set('a', base64_encode(random_bytes(50000)));
    $memcached->get('a');
    $used = aesock_usage();
    echo $used['connects'], ' ', $used['creates'], ' ', $used['bytes_sent'] > 50000 ? 'sent' : $used['bytes_sent'], ' ',
        $used['bytes_received'] > 50000 ? 'received' : $used['bytes_received'], "\n";
    PHP, LOADED, ALLOW);
echo run_native(CODE . <<<'PHP'
    foreach ([1, 2] as $attempt) {
        $kept[] = $memcached = memcached();
        echo $memcached->set('a', $attempt) ? "stored\n" : "not stored\n";
    }
    PHP, LOADED, ALLOW + ['aesock.quota' => 'connects:1/day']);
echo run_native(CODE . <<<'PHP'
    foreach ([1, 2, 3] as $attempt) {
        $memcached = memcached();
        echo $memcached->set('a', $attempt) ? "stored\n" : "not stored\n";
        // The first one stays, until the second was refused.
        if ($attempt === 1) $kept = $memcached; else unset($kept);
    }
    PHP, LOADED, ALLOW + ['aesock.quota' => 'max_open:1']);
echo run_native(CODE . <<<'PHP'
    $memcached = memcached();
    $memcached->set('a', 1);
    sleep(3);
    // An operation of aesock's looks for what is due.
    @fsockopen('10.79.0.2', 1);
    $memcached->getByKey('', 'a');
    echo $memcached->getResultCode() === Memcached::RES_SUCCESS ? 'still there' : 'at its end', "\n";
    PHP, LOADED, ALLOW + ['aesock.idle_timeout' => 1, 'aesock.log' => '']);
?>
--EXPECTF--
1 1 sent received
stored
not stored
log: aesock deny tcp://10.79.0.1:11812 reason=quota rule=- app=default via=libmemcached.so.11 Memcached::set
stored
not stored
stored
log: aesock deny tcp://10.79.0.1:11812 reason=quota rule=- app=default via=libmemcached.so.11 Memcached::set
at its end
