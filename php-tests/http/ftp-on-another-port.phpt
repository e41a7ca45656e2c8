--TEST--
ftp:// and ftps:// are refused on every port, not only on 21
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['ftp://93.184.217.23:2121/file', 'ftps://93.184.217.23:7010/file'] as $url) {
    var_dump(@file_get_contents($url));
}
var_dump(seen_at('93.184.217.23'));
?>
--EXPECT--
bool(false)
bool(false)
array(0) {
}
