--TEST--
phpredis reaches redis where the policy lets it, by connect() and pconnect(), and is told why not elsewhere
--SKIPIF--
<?php
$needed = ['igbinary', 'redis'];
require __DIR__ . '/../include/lifecycle-skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';
require __DIR__ . '/../include/lab.inc';

const CODE = <<<'PHP'
    foreach (['connect', 'pconnect'] as $connect) {
        foreach (['93.184.216.34', 'plain.test', '10.0.0.5', 'private.test'] as $host) {
            $redis = new Redis();
            try {
                @$redis->$connect($host, 6380, 3);
                $answer = $redis->rawCommand('ECHO', 'hello');
            } catch (RedisException $exception) {
                $answer = $exception->getMessage();
            }
            echo "$connect $host: $answer\n";
        }
    }
    PHP;
lab_seen();
echo output([...command([], ['igbinary', 'redis', 'AESOCK']), '-r', CODE]);
echo implode("\n", array_unique(preg_grep('/ 6380$/', lab_seen()))), "\n";
?>
--EXPECT--
connect 93.184.216.34: hello
connect plain.test: hello
connect 10.0.0.5: Permission denied: 10.0.0.5 is a private address
connect private.test: Permission denied: private.test (10.0.0.5) is a private address
pconnect 93.184.216.34: hello
pconnect plain.test: hello
pconnect 10.0.0.5: Permission denied: 10.0.0.5 is a private address
pconnect private.test: Permission denied: private.test (10.0.0.5) is a private address
internet tcp 93.184.216.34 6380
