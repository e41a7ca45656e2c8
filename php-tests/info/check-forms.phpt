--TEST--
aesock_check takes host and port, `host:port`, a whole `scheme://host:port`, and URLs of http and FTP, which stand for their servers
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
$forms = [
    ['10.0.0.5', 80], ['10.0.0.5', '80'], ['10.0.0.5:80'], ['10.0.0.5:80', null, 'tls'], ['tcp://10.0.0.5:80'], ['tcp://10.0.0.5', 80],
    ['::1', 80], ['[::1]', 80], ['[::1]:80'], ['tls://[::1]:443'],
    ['8.8.8.8', 53, 'udp'], ['udp://8.8.8.8:53'], ['8.8.8.8:853'],
    ['10.0.0.5:80/id'], ['10.0.0.5', '80/id'], ['10.0.0.5', '080'], ['10.0.0.5', -1], ['10.0.0.5', 65561], ['10.0.0.5', 0],
    ['10.0.0.5'], ['tcp://10.0.0.5'],
    ['unix:///run/x'], ['/run/x', null, 'unix'], ['/run/x', null, 'udg'],
    ['http://10.0.0.5/'], ['https://u:p@10.0.0.5/a?b'], ['HTTP://[::1]:8080'], ['http://10.0.0.5:0/'], ['http://93.184.216.34:25/'], ['http://93.184.216.34', 443],
    ['ftp://10.0.0.5/'], ['ftps://u@93.184.216.34:2121/a'], ['93.184.216.34', 21, 'ftp'],
    ['10.0.0.5', 80, 'icmp'], ['gopher://10.0.0.5/'], ['http://10.0.0.5', 80], ['10.0.0.5', 80, ''],
];
foreach (stream_get_transports() as $transport) {
    $forms[] = ['10.0.0.5:80', null, $transport];
}
foreach ($forms as $form) {
    ['reason' => $reason, 'message' => $message] = aesock_check(...$form);
    echo json_encode($form, JSON_UNESCAPED_SLASHES), " $reason: $message\n";
}
?>
--EXPECT--
["10.0.0.5",80] private: 10.0.0.5 is a private address
["10.0.0.5","80"] private: 10.0.0.5 is a private address
["10.0.0.5:80"] private: 10.0.0.5 is a private address
["10.0.0.5:80",null,"tls"] private: 10.0.0.5 is a private address
["tcp://10.0.0.5:80"] private: 10.0.0.5 is a private address
["tcp://10.0.0.5",80] private: 10.0.0.5 is a private address
["::1",80] loopback: ::1 is a loopback address or one of this host
["[::1]",80] loopback: ::1 is a loopback address or one of this host
["[::1]:80"] loopback: ::1 is a loopback address or one of this host
["tls://[::1]:443"] loopback: ::1 is a loopback address or one of this host
["8.8.8.8",53,"udp"] exception: 8.8.8.8 is one of App Engine's exceptions
["udp://8.8.8.8:53"] exception: 8.8.8.8 is one of App Engine's exceptions
["8.8.8.8:853"] google: 8.8.8.8 belongs to Google's own services
["10.0.0.5:80/id"] private: 10.0.0.5 is a private address
["10.0.0.5","80/id"] invalid-target: port `80/id` is not a number from 1 to 65535
["10.0.0.5","080"] invalid-target: port `080` is not a number from 1 to 65535
["10.0.0.5",-1] invalid-target: port `-1` is not a number from 1 to 65535
["10.0.0.5",65561] invalid-target: port `65561` is not a number from 1 to 65535
["10.0.0.5",0] invalid-target: port `0` is not a number from 1 to 65535
["10.0.0.5"] invalid-target: there is no port, write host:port
["tcp://10.0.0.5"] invalid-target: there is no port, write host:port
["unix:///run/x"] unix: Unix socket /run/x is not allowed, no rule opens it
["/run/x",null,"unix"] unix: Unix socket /run/x is not allowed, no rule opens it
["/run/x",null,"udg"] unix: Unix socket /run/x is not allowed, no rule opens it
["http://10.0.0.5/"] private: 10.0.0.5 is a private address
["https://u:p@10.0.0.5/a?b"] private: 10.0.0.5 is a private address
["HTTP://[::1]:8080"] loopback: ::1 is a loopback address or one of this host
["http://10.0.0.5:0/"] invalid-target: port `0` is not a number from 1 to 65535
["http://93.184.216.34:25/"] port-25: port 25 of 93.184.216.34 is blocked, use 587 or 465
["http://93.184.216.34",443] public: 93.184.216.34 is a public address
["ftp://10.0.0.5/"] ftp: FTP to 10.0.0.5 is not supported
["ftps://u@93.184.216.34:2121/a"] ftp: FTP to 93.184.216.34:2121 is not supported
["93.184.216.34",21,"ftp"] ftp: FTP to 93.184.216.34 is not supported
["10.0.0.5",80,"icmp"] transport: icmp is neither TCP nor UDP
["gopher://10.0.0.5/"] transport: gopher is neither TCP nor UDP
["http://10.0.0.5",80] private: 10.0.0.5 is a private address
["10.0.0.5",80,""] transport:  is neither TCP nor UDP
["10.0.0.5:80",null,"tcp"] private: 10.0.0.5 is a private address
["10.0.0.5:80",null,"udp"] private: 10.0.0.5 is a private address
["10.0.0.5:80",null,"unix"] unix: Unix socket 10.0.0.5:80 is not allowed, no rule opens it
["10.0.0.5:80",null,"udg"] unix: Unix socket 10.0.0.5:80 is not allowed, no rule opens it
["10.0.0.5:80",null,"ssl"] private: 10.0.0.5 is a private address
["10.0.0.5:80",null,"tls"] private: 10.0.0.5 is a private address
["10.0.0.5:80",null,"tlsv1.0"] private: 10.0.0.5 is a private address
["10.0.0.5:80",null,"tlsv1.1"] private: 10.0.0.5 is a private address
["10.0.0.5:80",null,"tlsv1.2"] private: 10.0.0.5 is a private address
["10.0.0.5:80",null,"tlsv1.3"] private: 10.0.0.5 is a private address
