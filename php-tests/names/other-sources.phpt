--TEST--
Sources of nsswitch.conf that only the C library can ask are named once in a server's log, and files and dns are asked all the same
--CONFLICTS--
all
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

file_put_contents($file = getenv('LAB_DIR') . '/nsswitch', "hosts: mymachines mdns4_minimal [NOTFOUND=return] resolve [!UNAVAIL=return] files myhostname dns\n");
exec(outside("mount --bind $file /etc/nsswitch.conf"));
register_shutdown_function(fn () => exec(outside('umount /etc/nsswitch.conf')));
$page = scratch('<?php echo fsockopen("plain.test", 7) ? "connected\n" : "";', '.php');
foreach (['denied', ''] as $logged) {
    $log = scratch();
    $fpm = new Fpm(['pool' => []], ['-d', "error_log=$log", '-d', "aesock.log=$logged"]);
    echo $fpm->get('pool', $page), $fpm->get('pool', $page), preg_replace(['/^\[.*?\] /m', '/^aesock and native code.*\n/m'], '', file_get_contents($log));
    unset($fpm);
}
?>
--EXPECT--
connected
connected
aesock resolves names by `files` and `dns` of /etc/nsswitch.conf, and does not ask: mymachines mdns4_minimal resolve myhostname; write names that only those know into /etc/hosts
connected
connected
