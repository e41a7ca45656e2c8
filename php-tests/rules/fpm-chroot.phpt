--TEST--
A worker that php-fpm itself put into another root takes the files there: what a server does before any script is no exchange
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
if (fileowner('/proc/self') !== 0) die('skip php-fpm changes the root as root only');
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$jail = getenv('LAB_DIR') . '/' . bin2hex(random_bytes(8));
register_shutdown_function('exec', 'rm -rf ' . escapeshellarg($jail));
mkdir("$jail/etc", 0755, true);
file_put_contents("$jail/etc/hosts", "10.0.0.5 of-the-jail.test\n");
file_put_contents("$jail/rules", "allow 10.0.0.5:7010\n");
file_put_contents("$jail/page.php", <<<'PHP'
    <?php
    foreach (['of-the-jail.test' => 7010, '10.0.0.5' => 80] as $host => $port) {
        $stream = @fsockopen($host, $port, $errno, $error);
        echo $stream ? fgets($stream) : "$errno $error\n";
    }
    PHP);
$fpm = new Fpm(['jailed' => ["chroot = $jail", 'php_admin_value[aesock.rules] = /rules', 'php_admin_value[aesock.log] = ""']], log: false);
echo $fpm->get('jailed', '/page.php'), $fpm->get('jailed', '/page.php');
?>
--EXPECT--
line1
13 Permission denied: 10.0.0.5 is a private address
line1
13 Permission denied: 10.0.0.5 is a private address
