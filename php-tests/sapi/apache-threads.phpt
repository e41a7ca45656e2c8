--TEST--
In Apache's threads each request has its virtual host's own settings, while others run in the same process
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip-apache.inc';
if (!PHP_ZTS) die('skip this PHP is not thread-safe');
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

$apache = new Apache([
    'closed.test' => ['php_admin_value aesock.application closed'],
    'open.test' => ['php_admin_value aesock.application open', 'php_admin_value aesock.allow 10.0.0.5:7010'],
    'disabled.test' => ['php_admin_value aesock.application disabled', 'php_admin_value aesock.mode disabled'],
    'broken.test' => ['php_admin_value aesock.mode passthru'],
], port: 8079, workers: 4);
$page = '<?php
    for ($seen = [], $i = 0; $i < 50; $i++) {
        $stream = @fsockopen("10.0.0.5", 7010, $errno, $error);
        $seen[$stream ? trim(fgets($stream)) : $error] = true;
    }
    echo getmypid(), " ", aesock_status()["application"], ": ", implode(", ", array_keys($seen));';
$hosts = ['closed.test', 'open.test', 'disabled.test', 'broken.test'];
$processes = $answers = [];
for ($i = 0; $i < 10; $i++) {
    shuffle($hosts);
    foreach (array_combine($hosts, $apache->together($hosts, $page)) as $host => $answer) {
        [$process, $answer] = explode(' ', $answer, 2);
        $processes[$process] = true;
        $answers["$host $answer"] = ($answers["$host $answer"] ?? 0) + 1;
    }
}
ksort($answers);
print_r($answers);
echo count($processes), " process\n";
?>
--EXPECT--
Array
(
    [broken.test : Permission denied: aesock is misconfigured: aesock.mode: `passthru` is not enforce, audit, disabled or passthrough] => 10
    [closed.test closed: Permission denied: 10.0.0.5 is a private address] => 10
    [disabled.test disabled: ] => 10
    [open.test open: line1] => 10
)
1 process
