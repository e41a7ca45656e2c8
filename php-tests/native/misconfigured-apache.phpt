--TEST--
In mod_php, where programs and FFI cannot be held, a virtual host whose aesock.native means nothing serves nothing, and says why; others are served
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip-apache.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

$apache = new Apache([
    'word.test' => ['php_admin_value aesock.native bogus'],
    'name.test' => ['php_admin_value aesock.nativ all'],
    'clear.test' => ['php_admin_value aesock.mode bogus'],
    'good.test' => [],
], port: 8097);
foreach (['word.test', 'name.test', 'clear.test', 'good.test'] as $host) {
    echo "-- $host\n", trim(strip_tags($apache->get($host, '<?php echo exec("echo a program"), "\n";'))), "\n";
}
?>
--EXPECT--
-- word.test
Fatal error:  aesock: aesock.native: `bogus` is not libraries, all or empty; nothing is served, since programs and FFI cannot be held here in Unknown on line 0
-- name.test
Fatal error:  aesock: aesock.nativ is no setting of aesock, did you mean aesock.native?; nothing is served, since programs and FFI cannot be held here in Unknown on line 0
-- clear.test
a program
-- good.test
a program
