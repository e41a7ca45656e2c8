--TEST--
A refused address gets no packet; number, text and log tell why
--EXTENSIONS--
curl
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
error_log={TMP}/curl-refused.log
log_errors=1
aesock.log=denied
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

@unlink(ini_get('error_log'));
lab_seen();
foreach (['10.0.0.5', '127.0.0.1', '169.254.169.254', '224.0.0.1', '255.255.255.255', '100.64.0.1', '142.250.102.108', '93.184.216.34:25', '93.184.216.34:21',
    '[fd00::1]', '[::1]', '[::ffff:10.0.0.5]', '[64:ff9b::a00:5]', '2130706433', '0x7f.1', '0', '10.0.0.5.'] as $host) {
    $handle = handle("http://$host/");
    var_dump(curl_exec($handle));
    echo ending($handle, false), "\n";
}
var_dump(preg_grep('/ 53$/', lab_seen(), PREG_GREP_INVERT));
$log = file_get_contents(ini_get('error_log'));
echo preg_replace('/^\[.*?\] /m', '', $log);
?>
--EXPECTF--
bool(false)
7 Failed to connect to 10.0.0.5 port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address)
bool(false)
7 Failed to connect to 127.0.0.1 port 80: Couldn't connect to server (Permission denied: 127.0.0.1 is a loopback address or one of this host)
bool(false)
7 Failed to connect to 169.254.169.254 port 80: Couldn't connect to server (Permission denied: 169.254.169.254 is a link-local address)
bool(false)
7 Failed to connect to 224.0.0.1 port 80: Couldn't connect to server (Permission denied: 224.0.0.1 is a multicast address)
bool(false)
7 Failed to connect to 255.255.255.255 port 80: Couldn't connect to server (Permission denied: 255.255.255.255 is a broadcast address)
bool(false)
7 Failed to connect to 100.64.0.1 port 80: Couldn't connect to server (Permission denied: 100.64.0.1 is a reserved address, not reachable on the Internet)
bool(false)
7 Failed to connect to 142.250.102.108 port 80: Couldn't connect to server (Permission denied: 142.250.102.108 belongs to Google's own services)
bool(false)
7 Failed to connect to 93.184.216.34 port 25: Couldn't connect to server (Permission denied: port 25 of 93.184.216.34 is blocked, use 587 or 465)
bool(false)
7 Failed to connect to 93.184.216.34 port 21: Couldn't connect to server (Permission denied: FTP to 93.184.216.34 is not supported)
bool(false)
7 Failed to connect to fd00::1 port 80: Couldn't connect to server (Permission denied: fd00::1 is a private address)
bool(false)
7 Failed to connect to ::1 port 80: Couldn't connect to server (Permission denied: ::1 is a loopback address or one of this host)
bool(false)
7 Failed to connect to ::ffff:10.0.0.5 port 80: Couldn't connect to server (Permission denied: ::ffff:10.0.0.5 is a private address)
bool(false)
7 Failed to connect to 64:ff9b::a00:5 port 80: Couldn't connect to server (Permission denied: 64:ff9b::a00:5 is a private address)
bool(false)
7 Failed to connect to 127.0.0.1 port 80: Couldn't connect to server (Permission denied: 127.0.0.1 is a loopback address or one of this host)
bool(false)
7 Failed to connect to 127.0.0.1 port 80: Couldn't connect to server (Permission denied: 127.0.0.1 is a loopback address or one of this host)
bool(false)
7 Failed to connect to 0.0.0.0 port 80: Couldn't connect to server (Permission denied: 0.0.0.0 is a loopback address or one of this host)
bool(false)
%d %S10.0.0.5%S
array(0) {
}
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=curl_exec%S
aesock deny tcp://127.0.0.1:80 reason=loopback rule=- app=default via=curl_exec%S
aesock deny tcp://169.254.169.254:80 reason=link-local rule=- app=default via=curl_exec%S
aesock deny tcp://224.0.0.1:80 reason=multicast rule=- app=default via=curl_exec%S
aesock deny tcp://255.255.255.255:80 reason=broadcast rule=- app=default via=curl_exec%S
aesock deny tcp://100.64.0.1:80 reason=reserved rule=- app=default via=curl_exec%S
aesock deny tcp://142.250.102.108:80 reason=google rule=- app=default via=curl_exec%S
aesock deny tcp://93.184.216.34:25 reason=port-25 rule=- app=default via=curl_exec%S
aesock deny tcp://93.184.216.34:21 reason=ftp rule=- app=default via=curl_exec%S
aesock deny tcp://[fd00::1]:80 reason=private rule=- app=default via=curl_exec%S
aesock deny tcp://[::1]:80 reason=loopback rule=- app=default via=curl_exec%S
aesock deny tcp://[::ffff:10.0.0.5]:80 reason=private rule=- app=default via=curl_exec%S
aesock deny tcp://[64:ff9b::a00:5]:80 reason=private rule=- app=default via=curl_exec%S
aesock deny tcp://0.0.0.0:80 reason=loopback rule=- app=default via=curl_exec%S
--CLEAN--
<?php
@unlink(sys_get_temp_dir() . '/curl-refused.log');
