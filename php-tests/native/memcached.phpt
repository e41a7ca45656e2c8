--TEST--
libmemcached reaches a memcached that a rule allows, by address and by name; one that none allows gets no packet
--SKIPIF--
<?php $needed = ['igbinary', 'msgpack', 'memcached']; $programs = ['/usr/bin/memcached']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_memcached(11711);
const CODE = <<<'PHP'
    foreach (['10.73.0.1', '10.73.0.2', 'private.test'] as $host) {
        $memcached = new Memcached();
        $memcached->addServer($host, 11711);
        echo $memcached->set('a', 1) ? $memcached->get('a') : $memcached->getLastErrorMessage(), "\n";
    }
    PHP;
echo run_native(CODE, ['igbinary', 'msgpack', 'memcached'], ['aesock.allow' => 'tcp://10.73.0.1:11711 private.test:11711']);
tell(seen_at_each('10.73.0.1', '10.73.0.2'));
?>
--EXPECTF--
1
%s
1
log: aesock deny tcp://10.73.0.2:11711 reason=private rule=- app=default via=libmemcached.so.11 Memcached::set
{"10.73.0.1":["tcp 11711"],"10.73.0.2":[]}
