--TEST--
Rule ftp opens ext/ftp: the control connection is judged by where it goes, and passive data connections go there too
--SKIPIF--
<?php $needed = ['ftp']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/ftp.inc';

echo ftp(<<<'PHP'
    foreach ([['ftp_connect', 'plain.test', 21], ['ftp_ssl_connect', '93.184.217.34', 2121], ['ftp_connect', '2606:4700:4700::34', 21], ['ftp_connect', '93.184.217.34', 2122]] as [$connect, $host, $port]) {
        $ftp = $connect($host, $port, 5);
        tell("$host:$port", ftp_login($ftp, 'lab', 'lab'), ftp_pasv($ftp, true), ftp_nlist($ftp, '/'), ftp_size($ftp, 'hello'));
        $file = tmpfile();
        tell(ftp_fget($ftp, $file, 'hello'), ftell($file), rewind($file), ftp_fput($ftp, $copy = bin2hex(random_bytes(4)), $file), ftp_size($ftp, $copy), ftp_delete($ftp, $copy));
        $got = ftp_nb_fget($ftp, tmpfile(), 'hello');
        while ($got === FTP_MOREDATA) {
            $got = ftp_nb_continue($ftp);
        }
        tell($got === FTP_FINISHED, count(ftp_rawlist($ftp, '/')), ftp_mlsd($ftp, '/')[0]['name'], ftp_get_option($ftp, FTP_USEPASVADDRESS), ftp_close($ftp));
    }
    tell(ftp_connect('10.11.20.19'), ftp_connect('private.test'), ftp_ssl_connect('127.0.0.1', 2121), ftp_connect('2130706433'), ftp_connect('nonexistent.test'), ftp_connect('plain.test', 65557), ftp_connect("93.184.217.34\0.test"));
    PHP, ['aesock.allow' => 'ftp']);
tell(seen_at('10.11.20.19'), seen_at('10.0.0.21'));
?>
--EXPECT--
"plain.test:21" true true ["hello"] 15
true 15 true true 15 true
true 1 "hello" false true
"93.184.217.34:2121" true true ["hello"] 15
true 15 true true 15 true
true 1 "hello" false true
"2606:4700:4700::34:21" true true ["hello"] 15
true 15 true true 15 true
true 1 "hello" false true
"93.184.217.34:2122" true true ["hello"] 15
true 15 true true 15 true
true 1 "hello" false true
warning: ftp_connect(): Unable to connect to 10.11.20.19:21 (Permission denied: 10.11.20.19 is a private address)
warning: ftp_connect(): Unable to connect to private.test:21 (Permission denied: private.test (10.0.0.5) is a private address)
warning: ftp_ssl_connect(): Unable to connect to 127.0.0.1:2121 (Permission denied: 127.0.0.1 is a loopback address or one of this host)
warning: ftp_connect(): Unable to connect to 2130706433:21 (Permission denied: 127.0.0.1 is a loopback address or one of this host)
warning: ftp_connect(): php_network_getaddresses: getaddrinfo for nonexistent.test failed: Name or service not known
warning: ftp_connect(): Unable to connect to plain.test:65557 (Invalid argument: port `65557` is not a number from 1 to 65535)
warning: ftp_connect(): Unable to connect to 93.184.217.34\x00.test:21 (Invalid argument: the host holds a NUL byte)
false false false false false false false
[] []
