--TEST--
php-fpm does not start with a value in php.ini that means nothing
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$conf = scratch("[www]\nuser = root\nlisten = 127.0.0.1:8899\npm = static\npm.max_children = 1\n");
$load = ['-n', '-d', 'extension=' . getenv('AESOCK_MODULE'), '-d', 'aesock.mode=foo', '-d', 'html_errors=0'];
echo trim(output([fpm_program(), ...$load, '-y', $conf, '-R', '-F', '-O'])), "\n";
?>
--EXPECT--
Fatal error: aesock: aesock.mode: `foo` is not enforce, audit, disabled or passthrough in Unknown on line 0
exit status 254
