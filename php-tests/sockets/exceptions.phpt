--TEST--
App Engine's exceptions hold for ext/sockets: Google's name servers and Gmail
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
foreach ([['smtp.gmail.com', 465], ['smtp.gmail.com', 587], ['pop.gmail.com', 995], ['imap.gmail.com', 993], ['smtp.gmail.com', 443], ['www.google.com', 465]] as [$host, $port]) {
    echo "$host $port: " . try_connect(tcp(), $host, $port) . "\n";
}
echo 'smtp.gmail.com 587 over IPv6: ' . try_connect(tcp(AF_INET6), 'smtp.gmail.com', 587) . "\n";
// An address that the name has now.
echo '142.250.102.108 587: ' . try_connect(tcp(), '142.250.102.108', 587) . "\n";
echo '142.250.102.109 587: ' . try_connect(tcp(), '142.250.102.109', 587) . "\n";

// A question about plain.test, asked of Google's name server.
$question = "\x12\x34\1\0\0\1\0\0\0\0\0\0\5plain\4test\0\0\1\0\1";
$ask = function (Socket $socket, string $address, int $port) use ($question): string {
    if (socket_sendto($socket, $question, 100, 0, $address, $port) === false) {
        return result(false, $socket);
    }
    socket_recvfrom($socket, $answer, 512, 0, $from, $from_port);
    return inet_ntop(substr($answer, -4)) . " from $from";
};
echo '8.8.8.8 53: ' . $ask(udp(), '8.8.8.8', 53) . "\n";
echo '2001:4860:4860::8888 53: ' . $ask(udp(AF_INET6), '2001:4860:4860::8888', 53) . "\n";
echo '8.8.8.8 443: ' . $ask(udp(), '8.8.8.8', 443) . "\n";
echo '8.8.8.8 53 of TCP: ' . try_connect(tcp(), '8.8.8.8', 53) . "\n";
?>
--EXPECT--
smtp.gmail.com 465: connected to 142.250.102.108 465
smtp.gmail.com 587: connected to 142.250.102.108 587
pop.gmail.com 995: connected to 142.250.102.108 995
imap.gmail.com 993: connected to 142.250.102.109 993
warning: socket_connect(): unable to connect [13]: Permission denied: smtp.gmail.com (142.250.102.108) belongs to Google's own services
smtp.gmail.com 443: false with 13 and 13
warning: socket_connect(): unable to connect [13]: Permission denied: www.google.com (142.250.102.108) belongs to Google's own services
www.google.com 465: false with 13 and 13
smtp.gmail.com 587 over IPv6: connected to 2a00:1450:4013:c00::6d 587
142.250.102.108 587: connected to 142.250.102.108 587
warning: socket_connect(): unable to connect [13]: Permission denied: 142.250.102.109 belongs to Google's own services
142.250.102.109 587: false with 13 and 13
8.8.8.8 53: 93.184.216.34 from 8.8.8.8
2001:4860:4860::8888 53: 93.184.216.34 from 2001:4860:4860::8888
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 8.8.8.8 belongs to Google's own services
8.8.8.8 443: false with 13 and 13
8.8.8.8 53 of TCP: connected to 8.8.8.8 53
