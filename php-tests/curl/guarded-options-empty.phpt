--TEST--
Values that ask for nothing are taken
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

print_warnings();
$handle = handle('http://plain.test/');
// A later libcurl refuses an empty interface by itself; a warning would tell a refusal of ours.
foreach ([null, '', false] as $value) {
    tell('INTERFACE', $value, curl_setopt($handle, CURLOPT_INTERFACE, $value) || curl_errno($handle) === 43);
}
foreach (['FTPPORT', 'DOH_URL', 'EGDSOCKET'] as $name) {
    foreach ([null, '', false] as $value) {
        tell($name, $value, curl_setopt($handle, constant("CURLOPT_$name"), $value));
    }
}
foreach (['LOCALPORT', 'HTTPAUTH', 'PROXYAUTH', 'SOCKS5_AUTH', 'SSH_AUTH_TYPES'] as $name) {
    foreach ([0, '0', null, false, 0.5] as $value) {
        tell($name, $value, curl_setopt($handle, constant("CURLOPT_$name"), $value));
    }
}
foreach (['SSLCERTTYPE', 'SSLKEYTYPE'] as $name) {
    tell($name, curl_setopt($handle, constant("CURLOPT_$name"), 'PEM'));
}
curl_reset($handle);
var_dump(curl_setopt_array($handle, [CURLOPT_URL => 'http://plain.test/', CURLOPT_LOCALPORT => 0, CURLOPT_RETURNTRANSFER => true, CURLOPT_HTTPAUTH => CURLAUTH_ANY, CURLOPT_PROTOCOLS => CURLPROTO_ALL]));
echo ending($handle, curl_exec($handle)), "\n";
?>
--EXPECT--
"INTERFACE" null true
"INTERFACE" "" true
"INTERFACE" false true
"FTPPORT" null true
"FTPPORT" "" true
"FTPPORT" false true
"DOH_URL" null true
"DOH_URL" "" true
"DOH_URL" false true
"EGDSOCKET" null true
"EGDSOCKET" "" true
"EGDSOCKET" false true
"LOCALPORT" 0 true
"LOCALPORT" "0" true
"LOCALPORT" null true
"LOCALPORT" false true
"LOCALPORT" 0.5 true
"HTTPAUTH" 0 true
"HTTPAUTH" "0" true
"HTTPAUTH" null true
"HTTPAUTH" false true
"HTTPAUTH" 0.5 true
"PROXYAUTH" 0 true
"PROXYAUTH" "0" true
"PROXYAUTH" null true
"PROXYAUTH" false true
"PROXYAUTH" 0.5 true
"SOCKS5_AUTH" 0 true
"SOCKS5_AUTH" "0" true
"SOCKS5_AUTH" null true
"SOCKS5_AUTH" false true
"SOCKS5_AUTH" 0.5 true
"SSH_AUTH_TYPES" 0 true
"SSH_AUTH_TYPES" "0" true
"SSH_AUTH_TYPES" null true
"SSH_AUTH_TYPES" false true
"SSH_AUTH_TYPES" 0.5 true
"SSLCERTTYPE" true
"SSLKEYTYPE" true
bool(true)
hello from 93.184.216.34
