--TEST--
A deny rule for ftp or the server beats rule ftp; port 21 by itself opens no FTP
--SKIPIF--
<?php $needed = ['ftp']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/ftp.inc';

foreach ([
    ['aesock.allow' => 'ftp', 'aesock.deny' => 'ftp'],
    ['aesock.allow' => 'any', 'aesock.deny' => 'ftp'],
    ['aesock.allow' => 'ftp', 'aesock.deny' => '93.184.217.36'],
    ['aesock.allow' => 'ftp', 'aesock.default' => 'deny'],
    ['aesock.allow' => '93.184.217.36:21'],
    ['aesock.allow' => 'any', 'aesock.mode' => 'disabled'],
] as $settings) {
    echo http_build_query($settings, '', ' '), ":\n", ftp(<<<'PHP'
        tell(file_get_contents('ftp://93.184.217.36/hello'), ftp_connect('93.184.217.36'), dial('tcp://93.184.217.36:21'));
        PHP, $settings);
}
echo 'packets: ';
tell(seen_at('93.184.217.36'));
?>
--EXPECT--
aesock.allow=ftp aesock.deny=ftp:
warning: file_get_contents(): Failed to open stream: Permission denied: 93.184.217.36 is denied by a rule (`ftp`)
warning: ftp_connect(): Unable to connect to 93.184.217.36:21 (Permission denied: 93.184.217.36 is denied by a rule (`ftp`))
warning: stream_socket_client(): Unable to connect to tcp://93.184.217.36:21 (Permission denied: 93.184.217.36 is denied by a rule (`ftp`))
false false "13 Permission denied: 93.184.217.36 is denied by a rule (`ftp`)"
aesock.allow=any aesock.deny=ftp:
warning: file_get_contents(): Failed to open stream: Permission denied: 93.184.217.36 is denied by a rule (`ftp`)
warning: ftp_connect(): Unable to connect to 93.184.217.36:21 (Permission denied: 93.184.217.36 is denied by a rule (`ftp`))
warning: stream_socket_client(): Unable to connect to tcp://93.184.217.36:21 (Permission denied: 93.184.217.36 is denied by a rule (`ftp`))
false false "13 Permission denied: 93.184.217.36 is denied by a rule (`ftp`)"
aesock.allow=ftp aesock.deny=93.184.217.36:
warning: file_get_contents(): connect() failed: Permission denied: 93.184.217.36 is denied by a rule (`93.184.217.36`)
warning: file_get_contents(): Failed to open stream: operation failed
warning: ftp_connect(): Unable to connect to 93.184.217.36:21 (Permission denied: 93.184.217.36 is denied by a rule (`93.184.217.36`))
warning: stream_socket_client(): Unable to connect to tcp://93.184.217.36:21 (Permission denied: 93.184.217.36 is denied by a rule (`93.184.217.36`))
false false "13 Permission denied: 93.184.217.36 is denied by a rule (`93.184.217.36`)"
aesock.allow=ftp aesock.default=deny:
warning: file_get_contents(): connect() failed: Permission denied: no rule allows 93.184.217.36
warning: file_get_contents(): Failed to open stream: operation failed
warning: ftp_connect(): Unable to connect to 93.184.217.36:21 (Permission denied: no rule allows 93.184.217.36)
warning: stream_socket_client(): Unable to connect to tcp://93.184.217.36:21 (Permission denied: no rule allows 93.184.217.36)
false false "13 Permission denied: no rule allows 93.184.217.36"
aesock.allow=93.184.217.36%3A21:
warning: file_get_contents(): Failed to open stream: Permission denied: FTP to 93.184.217.36 is not supported
warning: ftp_connect(): Unable to connect to 93.184.217.36:21 (Permission denied: FTP to 93.184.217.36 is not supported)
false false "connected to 93.184.217.36:21"
aesock.allow=any aesock.mode=disabled:
warning: file_get_contents(): Failed to open stream: Permission denied: sockets are disabled for your application by aesock.mode
warning: ftp_connect() has been disabled for your application
warning: stream_socket_client(): Unable to connect to tcp://93.184.217.36:21 (Permission denied: sockets are disabled for your application by aesock.mode)
false false "13 Permission denied: sockets are disabled for your application by aesock.mode"
packets: ["tcp 21"]
