--TEST--
With open_basedir, where ext/curl sets the protocols itself, closed protocols stay closed and file:// stays shut
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
open_basedir=/
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

chdir('/tmp');
$path = tempnam('/tmp', 'curl');
file_put_contents($path, "a file\n");
register_shutdown_function('unlink', $path);

tell_each(['ftp://93.184.216.34:7010/', 'tftp://93.184.216.34:7010/', 'ldap://93.184.216.34:7010/', 'imap://93.184.216.34:7010/', 'http://93.184.216.34/']);
echo str_replace($path, 'PATH', fetch("file://$path")), "\n";

$handle = handle('http://93.184.216.34/');
curl_setopt($handle, CURLOPT_URL, 'ftp://93.184.216.34:7010/');
echo ending($handle, curl_exec($handle)), "\n";
curl_setopt_array($handle, [CURLOPT_URL => 'ftp://93.184.216.34:7010/']);
echo ending($handle, curl_exec($handle)), "\n";
curl_setopt_array($handle, [CURLOPT_URL => 'http://93.184.216.34/', CURLOPT_PROTOCOLS => CURLPROTO_HTTPS]);
echo ending($handle, curl_exec($handle)), "\n";
?>
--EXPECT--
ftp://93.184.216.34:7010/: 1 Protocol "ftp" not supported or disabled in libcurl (Permission denied: FTP to ftp://93.184.216.34:7010/ is not supported)
tftp://93.184.216.34:7010/: 1 Protocol "tftp" not supported or disabled in libcurl (Permission denied: FTP to tftp://93.184.216.34:7010/ is not supported)
ldap://93.184.216.34:7010/: 1 Protocol "ldap" not supported or disabled in libcurl (Permission denied: ldap://93.184.216.34:7010/ could connect past the policy)
imap://93.184.216.34:7010/: 1 Protocol "imap" not supported or disabled in libcurl (Permission denied: imap://93.184.216.34:7010/ lets a library connect by itself, which is not allowed)
http://93.184.216.34/: hello from 93.184.216.34
1 Protocol "file" not supported or disabled in libcurl
1 Protocol "ftp" not supported or disabled in libcurl (Permission denied: FTP to ftp://93.184.216.34:7010/ is not supported)
1 Protocol "ftp" not supported or disabled in libcurl (Permission denied: FTP to ftp://93.184.216.34:7010/ is not supported)
1 Protocol "http" not supported or disabled in libcurl
