--TEST--
php-fpm behind nginx and nginx itself reload under load without one failed request, and the policy holds in all of them
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-nginx.inc'; ?>
--INI--
aesock.mode=passthrough
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/lifecycle-nginx.inc';
require __DIR__ . '/../include/load.inc';

$workers = ['pm.max_children = 4'];
$fpm = new Fpm([
    'shop' => ['php_admin_value[aesock.allow] = 10.0.0.5:7010', ...$workers],
    'blog' => ['php_admin_value[aesock.application] = blog', ...$workers],
]);
$nginx = new Nginx(['shop.test' => $fpm->socket('shop'), 'blog.test' => $fpm->socket('blog')], port: 8073);
$nginx->put('worker', '<?php echo getmypid();');
$nginx->put('page', '<?php
    foreach ([$_GET["name"] ?? "plain.test", "10.0.0.5"] as $host) {
        $stream = @fsockopen($host, 7010, $errno, $error, 5);
        echo $stream ? fgets($stream) : "$error\n";
    }
    ' . HOOK_STATES);
// Its preferred address never answers: a worker is in the dialler for a quarter of a second after that was tried.
script_answers(['slow.scripted.test', 'A=93.184.217.41;AAAA=2606:4700:4700::dead']);
$is_dialling = fn () => in_array('internet tcp 2606:4700:4700::dead 7010', lab_seen());

$load = new Load($nginx->address);
$refused = 'Permission denied: 10.0.0.5 is a private address';
foreach (['/page.php' => 2, '/page.php?name=slow.scripted.test' => 1] as $path => $clients) {
    $load->add($clients, 'shop.test', $path, "line1\nline1\nenforced\n");
    $load->add($clients, 'blog.test', $path, "line1\n$refused\nenforced\n");
}
$pids = [$nginx->get('shop.test', 'worker')];
for ($reloads = 0; $reloads < 3; $reloads++) {
    $load->await_answers();
    $nginx->reload();
    $load->await_answers();
    lab_seen();
    await($is_dialling, true); // so that the signal of the reload finds it there
    $fpm->reload();
    $pids[] = $nginx->get('shop.test', 'worker');
}
$load->await_answers();
[$right, $wrong] = $load->end();
var_dump(count(array_unique($pids)), $right > 50, $wrong);
?>
--EXPECT--
int(4)
bool(true)
string(0) ""
