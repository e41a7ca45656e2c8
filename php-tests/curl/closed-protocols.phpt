--TEST--
Protocols that dial by themselves, or that App Engine did not have, are refused in every spelling
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

const PLACE = '93.184.216.34:7010/';
foreach (['ftp', 'FTP', 'ftps', 'tftp', 'ldap', 'LDAPS', 'rtmp', 'rtmpt', 'rtmpe', 'rtmpte', 'rtmps', 'rtmpts', 'smtp', 'smtps', 'imap', 'imaps', 'pop3', 'Pop3s'] as $scheme) {
    echo "$scheme: ", fetch("$scheme://" . PLACE), "\n";
}
?>
--EXPECT--
ftp: 1 Protocol "ftp" not supported or disabled in libcurl (Permission denied: FTP to ftp://93.184.216.34:7010/ is not supported)
FTP: 1 Protocol "ftp" not supported or disabled in libcurl (Permission denied: FTP to ftp://93.184.216.34:7010/ is not supported)
ftps: 1 Protocol "ftps" not supported or disabled in libcurl (Permission denied: FTP to ftps://93.184.216.34:7010/ is not supported)
tftp: 1 Protocol "tftp" not supported or disabled in libcurl (Permission denied: FTP to tftp://93.184.216.34:7010/ is not supported)
ldap: 1 Protocol "ldap" not supported or disabled in libcurl (Permission denied: ldap://93.184.216.34:7010/ could connect past the policy)
LDAPS: 1 Protocol "ldaps" not supported or disabled in libcurl (Permission denied: ldaps://93.184.216.34:7010/ could connect past the policy)
rtmp: 1 Protocol "rtmp" not supported or disabled in libcurl (Permission denied: rtmp://93.184.216.34:7010/ could connect past the policy)
rtmpt: 1 Protocol "rtmpt" not supported or disabled in libcurl (Permission denied: rtmpt://93.184.216.34:7010/ could connect past the policy)
rtmpe: 1 Protocol "rtmpe" not supported or disabled in libcurl (Permission denied: rtmpe://93.184.216.34:7010/ could connect past the policy)
rtmpte: 1 Protocol "rtmpte" not supported or disabled in libcurl (Permission denied: rtmpte://93.184.216.34:7010/ could connect past the policy)
rtmps: 1 Protocol "rtmps" not supported or disabled in libcurl (Permission denied: rtmps://93.184.216.34:7010/ could connect past the policy)
rtmpts: 1 Protocol "rtmpts" not supported or disabled in libcurl (Permission denied: rtmpts://93.184.216.34:7010/ could connect past the policy)
smtp: 1 Protocol "smtp" not supported or disabled in libcurl (Permission denied: smtp://93.184.216.34:7010/ lets a library connect by itself, which is not allowed)
smtps: 1 Protocol "smtps" not supported or disabled in libcurl (Permission denied: smtps://93.184.216.34:7010/ lets a library connect by itself, which is not allowed)
imap: 1 Protocol "imap" not supported or disabled in libcurl (Permission denied: imap://93.184.216.34:7010/ lets a library connect by itself, which is not allowed)
imaps: 1 Protocol "imaps" not supported or disabled in libcurl (Permission denied: imaps://93.184.216.34:7010/ lets a library connect by itself, which is not allowed)
pop3: 1 Protocol "pop3" not supported or disabled in libcurl (Permission denied: pop3://93.184.216.34:7010/ lets a library connect by itself, which is not allowed)
Pop3s: 1 Protocol "pop3s" not supported or disabled in libcurl (Permission denied: pop3s://93.184.216.34:7010/ lets a library connect by itself, which is not allowed)
