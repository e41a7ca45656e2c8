--TEST--
In Apache the settings that a request began with hold until its end: virtual() of another directory changes no rule, application or log
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-apache.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

$log = sys_get_temp_dir() . '/aesock-virtual-' . bin2hex(random_bytes(4));
touch($log);
chmod($log, 0666);
$apache = new Apache([
    'shop.test' => [
        'php_admin_value aesock.application shop', 'php_admin_value aesock.deny 93.184.217.71',
        '<Location "/open.php">',
        'php_admin_value aesock.application open', 'php_admin_value aesock.deny none', 'php_admin_value aesock.allow 10.0.0.5:7010',
        "php_admin_value error_log $log",
        '</Location>',
        '<Location "/off.php">', 'php_admin_value aesock.mode passthrough', '</Location>',
        '<Location "/same.php">', 'php_admin_value aesock.application shop', '</Location>',
    ],
], port: 8090);
$try = '
    foreach (["plain.test", "10.0.0.5", "93.184.217.71"] as $host) {
        echo @fsockopen($host, 7010, $errno, $error) ? "connected" : $error, "; ";
    }
    echo aesock_status()["application"], " ", aesock_status()["mode"], "\n";';
foreach (['open', 'off', 'same'] as $name) {
    $apache->put($name, "<?php echo '$name: ';$try");
}
$page = "<?php echo 'page: ';$try";
foreach (['', 'open', 'off', 'same'] as $name) {
    echo "-- virtual: $name\n";
    echo $apache->get('shop.test', $page . ($name ? "virtual('/$name.php'); echo 'after: ';$try" : ''));
}
echo "-- by themselves\n";
foreach (['open', 'off'] as $name) {
    echo http_get($apache->address, 'shop.test', "/$name.php");
}
print_r(array_count_values(preg_grep('/^aesock does not cover: /', preg_replace('/ at=\S+ page=\S+/', '', $apache->logged()), PREG_GREP_INVERT)));
echo preg_replace('/^\[.*?\] /m', '', file_get_contents($log));
unlink($log);
?>
--EXPECT--
-- virtual: 
page: connected; Permission denied: 10.0.0.5 is a private address; Permission denied: 93.184.217.71 is denied by a rule (`93.184.217.71`); shop enforce
-- virtual: open
page: connected; Permission denied: 10.0.0.5 is a private address; Permission denied: 93.184.217.71 is denied by a rule (`93.184.217.71`); shop enforce
open: connected; Permission denied: 10.0.0.5 is a private address; Permission denied: 93.184.217.71 is denied by a rule (`93.184.217.71`); shop enforce
after: connected; Permission denied: 10.0.0.5 is a private address; Permission denied: 93.184.217.71 is denied by a rule (`93.184.217.71`); shop enforce
-- virtual: off
page: connected; Permission denied: 10.0.0.5 is a private address; Permission denied: 93.184.217.71 is denied by a rule (`93.184.217.71`); shop enforce
off: connected; Permission denied: 10.0.0.5 is a private address; Permission denied: 93.184.217.71 is denied by a rule (`93.184.217.71`); shop enforce
after: connected; Permission denied: 10.0.0.5 is a private address; Permission denied: 93.184.217.71 is denied by a rule (`93.184.217.71`); shop enforce
-- virtual: same
page: connected; Permission denied: 10.0.0.5 is a private address; Permission denied: 93.184.217.71 is denied by a rule (`93.184.217.71`); shop enforce
same: connected; Permission denied: 10.0.0.5 is a private address; Permission denied: 93.184.217.71 is denied by a rule (`93.184.217.71`); shop enforce
after: connected; Permission denied: 10.0.0.5 is a private address; Permission denied: 93.184.217.71 is denied by a rule (`93.184.217.71`); shop enforce
-- by themselves
open: connected; connected; connected; open enforce
off: connected; connected; connected; shop passthrough
Array
(
    [aesock deny tcp://10.0.0.5:7010 reason=private rule=- app=shop via=fsockopen] => 10
    [aesock deny tcp://93.184.217.71:7010 reason=denied rule=93.184.217.71 app=shop via=fsockopen] => 10
    [aesock ignores a change of aesock.application while a request runs] => 1
    [aesock ignores a change of aesock.deny while a request runs] => 1
    [aesock ignores a change of aesock.allow while a request runs] => 1
    [aesock ignores a change of aesock.mode while a request runs] => 1
)
