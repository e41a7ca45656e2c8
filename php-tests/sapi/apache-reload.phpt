--TEST--
Apache reloads under load without one failed request, the policy holds in all of them, and its master keeps no descriptor of a reload
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-apache.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';
require __DIR__ . '/../include/load.inc';

$apache = new Apache([
    'open.test' => ['php_admin_value aesock.allow 10.0.0.5:7010'],
    'closed.test' => ['php_admin_value aesock.application closed'],
], port: 8074, workers: 6);
// The slow page is in the dialler when a reload comes: its preferred address never answers.
$apache->put('page', '<?php
    foreach ([$_GET["name"] ?? "plain.test", "10.0.0.5"] as $host) {
        $stream = @fsockopen($host, 7010, $errno, $error, 5);
        echo $stream ? fgets($stream) : "$error\n";
    }
    ' . HOOK_STATES);
$load = new Load($apache->address);
$refused = 'Permission denied: 10.0.0.5 is a private address';
foreach (['/page.php' => 2, '/page.php?name=blackhole.test' => 1] as $path => $clients) {
    $load->add($clients, 'open.test', $path, "line1\nline1\nenforced\n");
    $load->add($clients, 'closed.test', $path, "line1\n$refused\nenforced\n");
}
$descriptors = [];
for ($reloads = 0; $reloads < 4; $reloads++) {
    $load->await_answers();
    $apache->reload();
    $descriptors[] = count(scandir("/proc/{$apache->master()}/fd"));
}
$load->await_answers();
[$right, $wrong] = $load->end();
if (PHP_ZTS) {
    // With threads a reload of Apache closes connections that wait for one, with stock PHP too.
    $wrong = preg_replace('/not a whole page:\s*(?=not a whole page:|$)/', '', $wrong);
}
var_dump(count(array_unique($descriptors)), $right > 50, $wrong);
?>
--EXPECT--
int(1)
bool(true)
string(0) ""
