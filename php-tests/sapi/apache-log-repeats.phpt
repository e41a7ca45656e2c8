--TEST--
What repeats in a virtual host is told in its own log, also when the worker's next page is another host's: by a file each, and by Apache's own log
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-apache.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

$logs = [];
foreach (['first.test', 'second.test'] as $host) {
    $logs[$host] = scratch('', '.log');
    chmod($logs[$host], 0666);
}
$own = fn (string $host) => ["php_admin_value error_log {$logs[$host]}", "php_admin_value aesock.application $host"];
$apache = new Apache([
    'first.test' => $own('first.test'),
    'second.test' => $own('second.test'),
    'server.test' => ['php_admin_value aesock.application server.test'],
], port: 8079);
$apache->put('denied', '<?php @fsockopen("10.0.0.5", 80);');
foreach (['first.test', 'first.test', 'first.test', 'second.test', 'second.test', 'server.test', 'server.test', 'first.test'] as $host) {
    http_get($apache->address, $host, '/denied.php');
}
sleep(1);
$apache->put('others', '<?php echo "page\n";');
foreach (array_keys($logs) as $host) {
    echo http_get($apache->address, $host, '/others.php');
}
/** How many lines have which application, those that are counted included. */
$count = function (string $text): array {
    preg_match_all('/ app=(\S+) via=\S+ at=\S+ page=\S+(?: repeated=(\d+))?/', $text, $lines, PREG_SET_ORDER);
    $counts = [];
    foreach ($lines as [, $application]) {
        $counts[$application] ??= 0;
    }
    foreach ($lines as $line) {
        $counts[$line[1]] += $line[2] ?? 1;
    }
    return $counts;
};
foreach ($logs as $host => $log) {
    echo "$host: ", json_encode($count(file_get_contents($log))), "\n";
}
echo 'server: ', json_encode($count(implode("\n", $apache->logged()))), "\n";
?>
--EXPECT--
page
page
first.test: {"first.test":4}
second.test: {"second.test":2}
server: {"server.test":2}
