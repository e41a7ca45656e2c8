--TEST--
A rule opens its protocols and no others
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

const CODE = 'foreach (["ftp", "tftp", "imap", "ldap", "http"] as $scheme) {
        echo " $scheme ", strtok(fetch("$scheme://10.0.0.5:7010/", [CURLOPT_TIMEOUT_MS => 500]), " ");
    }';
foreach (['', 'ftp', 'gss', 'bind', 'any'] as $rule) {
    echo "$rule:", run_curl(CODE, ['aesock.allow' => $rule, 'aesock.deny' => 'private']), "\n";
}
?>
--EXPECT--
: ftp 1 tftp 1 imap 1 ldap 1 http 7
ftp: ftp 7 tftp 7 imap 1 ldap 1 http 7
gss: ftp 1 tftp 1 imap 7 ldap 1 http 7
bind: ftp 1 tftp 1 imap 1 ldap 1 http 7
any: ftp 7 tftp 7 imap 7 ldap 7 http 7
