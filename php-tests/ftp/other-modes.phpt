--TEST--
FTP in mode audit works and is logged, in mode passthrough it works
--SKIPIF--
<?php $needed = ['ftp']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/ftp.inc';

const CODE = <<<'PHP'
    tell(file_get_contents('ftp://10.0.0.8:2121/hello'));
    $ftp = ftp_connect('10.0.0.8');
    tell(ftp_login($ftp, 'lab', 'lab'), ftp_nlist($ftp, '/hello'), ftp_pasv($ftp, true), ftp_nlist($ftp, '/hello'), ftp_set_option($ftp, FTP_USEPASVADDRESS, true));
    tell(ftp_connect('10.0.0.8', 65557) !== false, ftp_connect('nonexistent.test'));
    PHP;
foreach (['audit', 'passthrough'] as $mode) {
    $log = scratch();
    echo "-- $mode\n", ftp(CODE, ['aesock.mode' => $mode, 'aesock.log' => 'denied', 'error_log' => $log]);
    echo preg_replace(['/^\[.*?\] /m', '/:\d{5} /'], ['', ':PORT '], file_get_contents($log));
}
?>
--EXPECTF--
-- audit
"hello from ftp\n"
true ["hello"] true ["hello"] true
warning: ftp_connect(): php_network_getaddresses: getaddrinfo for nonexistent.test failed: Name or service not known
true false
aesock deny ftp://10.0.0.8:2121 reason=ftp rule=- app=default via=file_get_contents%S
aesock deny tcp://10.0.0.8:2121 reason=private rule=- app=default via=file_get_contents%S
aesock deny tcp://10.0.0.8:PORT reason=private rule=- app=default via=file_get_contents%S
aesock deny tcp://10.0.0.8:21 reason=ftp rule=- app=default via=ftp_connect%S
aesock deny listen reason=listen rule=- app=default via=ftp_nlist%S
aesock deny option:FTP_USEPASVADDRESS reason=option rule=- app=default via=ftp_set_option%S
aesock deny tcp://10.0.0.8:PORT reason=ftp rule=- app=default via=ftp_connect%S
aesock deny tcp://nonexistent.test:21 reason=ftp rule=- app=default via=ftp_connect%S
-- passthrough
"hello from ftp\n"
true ["hello"] true ["hello"] true
warning: ftp_connect(): php_network_getaddresses: getaddrinfo for nonexistent.test failed: Name or service not known
true false
