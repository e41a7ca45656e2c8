--TEST--
Mode audit: everything is as without aesock, and the log tells what would be refused
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.mode=audit
aesock.deny="*.test:8080"
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

tell_each(['http://10.0.0.5/', 'http://plain.test/', 'http://plain.test:8080/']);
$handle = curl_init();
var_dump(curl_setopt_array($handle, [CURLOPT_INTERFACE => '192.0.2.2', CURLOPT_HTTPAUTH => CURLAUTH_ANY, CURLOPT_PROTOCOLS => CURLPROTO_FTP]));
echo strtok(fetch('ftp://10.0.0.5:7010/'), '('), "\n";
echo "log:\n", run_curl('tell_each(["http://10.0.0.5/", "http://plain.test:8080/", "http://plain.test/"]);', ['aesock.log' => 'denied', 'log_errors' => '1']), "\n";
?>
--EXPECTF--
http://10.0.0.5/: hello from 10.0.0.5
http://plain.test/: hello from 93.184.216.34
http://plain.test:8080/: hello from 93.184.216.34
bool(true)
56 response reading failed 
log:
http://10.0.0.5/: aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=curl_exec%S
hello from 10.0.0.5
http://plain.test:8080/: aesock deny tcp://93.184.216.34:8080 reason=denied rule=*.test:8080 app=default via=curl_exec%S
hello from 93.184.216.34
http://plain.test/: hello from 93.184.216.34
