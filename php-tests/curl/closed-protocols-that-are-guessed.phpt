--TEST--
A closed protocol that libcurl guesses, or that a multi handle gets, is told as one
--CONFLICTS--
hosts
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

rewrite('hosts', "93.184.231.1 ftp.plain.test smtp.plain.test\n");
tell_each(['ftp.plain.test', 'smtp.plain.test/x', 'FTP.plain.test:7010']);
echo fetch('93.184.231.1:7010', [CURLOPT_DEFAULT_PROTOCOL => 'ftp']), "\n";
echo implode(', ', fetch_all([handle('ftp://93.184.231.1:7010/'), handle('http://93.184.231.1/')])), "\n";
var_dump(seen_at('93.184.231.1'));
?>
--EXPECT--
ftp.plain.test: 1 Protocol "ftp" not supported or disabled in libcurl (Permission denied: FTP to ftp://ftp.plain.test/ is not supported)
smtp.plain.test/x: 1 Protocol "smtp" not supported or disabled in libcurl (Permission denied: smtp://smtp.plain.test/x lets a library connect by itself, which is not allowed)
FTP.plain.test:7010: 1 Protocol "ftp" not supported or disabled in libcurl (Permission denied: FTP to ftp://FTP.plain.test:7010/ is not supported)
1 Protocol "ftp" not supported or disabled in libcurl (Permission denied: FTP to ftp://93.184.231.1:7010/ is not supported)
1 Protocol "ftp" not supported or disabled in libcurl (Permission denied: FTP to ftp://93.184.231.1:7010/ is not supported), hello from 93.184.231.1
array(1) {
  [0]=>
  string(6) "tcp 80"
}
