--TEST--
ftp_connect and ftp_ssl_connect are refused on every port, before a packet or a question is sent
--SKIPIF--
<?php $needed = ['ftp']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--CONFLICTS--
all
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/ftp.inc';

echo ftp(<<<'PHP'
    tell(ftp_connect('93.184.217.33'), ftp_ssl_connect('93.184.217.33', 2121), ftp_connect('2606:4700:4700::30', 990, 5));
    tell(ftp_connect('plain.test'), ftp_connect("a\nb"), ftp_connect('10.0.0.5', 0), ftp_connect('93.184.217.33', 65557), ftp_connect('93.184.217.33', -1));
    foreach ([fn () => ftp_connect(), fn () => ftp_connect([]), fn () => ftp_connect('plain.test', 21, 0), fn () => ftp_login(1, '', '')] as $wrong) {
        try { $wrong(); } catch (Throwable $error) { echo get_class($error), ' ', $error->getMessage(), "\n"; }
    }
    PHP, ['aesock.log' => 'denied', 'error_log' => $log = scratch()]);
echo preg_replace('/^\[.*?\] /m', '', file_get_contents($log));
tell(lab_seen());
?>
--EXPECTF--
warning: ftp_connect(): Unable to connect to 93.184.217.33:21 (Permission denied: FTP to 93.184.217.33 is not supported)
warning: ftp_ssl_connect(): Unable to connect to 93.184.217.33:2121 (Permission denied: FTP to 93.184.217.33 is not supported)
warning: ftp_connect(): Unable to connect to 2606:4700:4700::30:990 (Permission denied: FTP to 2606:4700:4700::30 is not supported)
false false false
warning: ftp_connect(): Unable to connect to plain.test:21 (Permission denied: FTP to plain.test is not supported)
warning: ftp_connect(): Unable to connect to a\x0ab:21 (Permission denied: FTP to a\x0ab is not supported)
warning: ftp_connect(): Unable to connect to 10.0.0.5:21 (Permission denied: FTP to 10.0.0.5 is not supported)
warning: ftp_connect(): Unable to connect to 93.184.217.33:65557 (Permission denied: FTP to 93.184.217.33 is not supported)
warning: ftp_connect(): Unable to connect to 93.184.217.33:-1 (Permission denied: FTP to 93.184.217.33 is not supported)
false false false false false
ArgumentCountError ftp_connect() expects at least 1 argument, 0 given
TypeError ftp_connect(): Argument #1 ($hostname) must be of type string, array given
ValueError ftp_connect(): Argument #3 ($timeout) must be greater than 0
TypeError ftp_login(): Argument #1 ($ftp) must be of type FTP\Connection, int given
aesock deny tcp://93.184.217.33:21 reason=ftp rule=- app=default via=ftp_connect%S
aesock deny tcp://93.184.217.33:2121 reason=ftp rule=- app=default via=ftp_ssl_connect%S
aesock deny tcp://[2606:4700:4700::30]:990 reason=ftp rule=- app=default via=ftp_connect%S
aesock deny tcp://plain.test:21 reason=ftp rule=- app=default via=ftp_connect%S
aesock deny tcp://a\x0ab:21 reason=ftp rule=- app=default via=ftp_connect%S
aesock deny tcp://10.0.0.5:21 reason=ftp rule=- app=default via=ftp_connect%S
aesock deny tcp://93.184.217.33:65557 reason=ftp rule=- app=default via=ftp_connect%S
aesock deny tcp://93.184.217.33:-1 reason=ftp rule=- app=default via=ftp_connect%S
[]
