--TEST--
In each of Apache's threads the sockets that were idle are reclaimed, and those that were used are not, whatever the other threads do
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip-apache.inc';
if (!PHP_ZTS) die('skip this PHP is not thread-safe');
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

const THREADS = 16;
$apache = new Apache([
    'short.test' => ['php_admin_value aesock.application short', 'php_admin_value aesock.idle_timeout 2'],
    'long.test' => ['php_admin_value aesock.application long', 'php_admin_value aesock.idle_timeout 60'],
], port: 8089, workers: THREADS);
$page = <<<'PHP'
    <?php
    $streams = [];
    foreach (['used', 'idle'] as $name) {
        $streams[$name] = fsockopen('93.184.216.34', 7);
        fwrite($streams[$name], "hello\n") . fgets($streams[$name]);
    }
    for ($i = 0; $i < 9; $i++) {
        usleep(300000);
        fwrite($streams['used'], "$i\n") . fgets($streams['used']);
    }
    foreach ($streams as $name => $stream) {
        echo "$name: ", @fwrite($stream, "again\n") ? trim(fgets($stream)) : 'reclaimed', "\n";
    }
    PHP;
$hosts = array_merge(...array_fill(0, THREADS / 2, ['short.test', 'long.test']));
$pages = [];
foreach ($apache->together($hosts, $page) as $i => $answer) {
    $pages[$hosts[$i]][$answer] = ($pages[$hosts[$i]][$answer] ?? 0) + 1;
}
print_r($pages);
foreach (array_keys($pages) as $host) {
    echo "$host: ", $apache->get($host, '<?php echo aesock_usage()["reclaims"];'), " reclaims\n";
}
?>
--EXPECT--
Array
(
    [short.test] => Array
        (
            [used: again
idle: reclaimed
] => 8
        )

    [long.test] => Array
        (
            [used: again
idle: again
] => 8
        )

)
short.test: 8 reclaims
long.test: 0 reclaims
