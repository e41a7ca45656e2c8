--TEST--
max_open counts the sockets of the application that opens one, not those that others have in the same worker
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-apache.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

$of = fn (string $application) => ["php_admin_value aesock.application $application", 'php_admin_value aesock.quota max_open:1'];
$apache = new Apache(['one.test' => $of('one'), 'two.test' => $of('two')], port: 8087);
$page = <<<'PHP'
    <?php
    $kept = @pfsockopen('93.184.218.24', 7, $errno, $error);
    $another = @fsockopen('93.184.218.24', 7, $errno, $refused);
    echo $kept ? 'kept' : $error, ', ', $another ? 'another' : $refused, ', open: ', aesock_usage()['quotas']['max_open']['used'], "\n";
    PHP;
foreach (['one.test', 'two.test', 'one.test'] as $host) {
    echo "$host: ", $apache->get($host, $page);
}
?>
--EXPECT--
one.test: kept, Quota exceeded: the quota of 1 open sockets a process is used up, open: 1
two.test: kept, Quota exceeded: the quota of 1 open sockets a process is used up, open: 1
one.test: kept, Quota exceeded: the quota of 1 open sockets a process is used up, open: 1
