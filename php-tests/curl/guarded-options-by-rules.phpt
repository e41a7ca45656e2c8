--TEST--
A rule opens the options that it is about, and no others
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

const CODE = 'foreach ([CURLOPT_INTERFACE => "192.0.2.2", CURLOPT_LOCALPORT => 7777, CURLOPT_FTPPORT => "-", CURLOPT_HTTPAUTH => CURLAUTH_NEGOTIATE, CURLOPT_PROTOCOLS => CURLPROTO_FTP, CURLOPT_DOH_URL => "https://10.0.0.5/"] as $option => $value) {
        echo json_encode(@curl_setopt(curl_init(), $option, $value)), @curl_setopt_array(curl_init(), [$option => $value]) ? " " : "- ";
    }';
foreach (['', 'bind', 'ftp', 'gss', 'any'] as $rule) {
    echo "$rule: ", run_curl(CODE, ['aesock.allow' => $rule]), "\n";
}
?>
--EXPECT--
: false- false- false- false- false- false-
bind: true true false- false- false- false-
ftp: false- false- true false- true false-
gss: false- false- false- true false- false-
any: true true true true true true
