--TEST--
A send with an address over TCP is a connect: judged before a packet, and dialled where it is allowed
--EXTENSIONS--
sockets
--CONFLICTS--
all
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
(int) file_get_contents('/proc/sys/net/ipv4/tcp_fastopen') & 1 || die('skip the kernel does not open by sending');
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
const FAST_OPEN = 0x20000000;

$sendto = fn (Socket $socket, string $address, int $port, int $flags) => socket_sendto($socket, 'hello', 5, $flags, $address, $port);
$sendmsg = fn (Socket $socket, string $address, int $port, int $flags) => socket_sendmsg($socket, ['name' => ['addr' => $address, 'port' => $port], 'iov' => ['hello']], $flags);
$targets = [
    ['10.0.0.155', 7], ['private.test', 7], ['::ffff:10.0.0.155', 7], ['fd00::155', 7], ['127.0.0.1', 7], ['93.184.216.155', 25], ['169.254.169.254', 80],
    ['93.184.216.155', 7], ['plain.test', 7], ['93.184.216.155', 81],
];
foreach ([AF_INET => 'IPv4', AF_INET6 => 'IPv6'] as $family => $title) {
    foreach (['sendto' => $sendto, 'sendmsg' => $sendmsg] as $name => $send) {
        foreach ($targets as [$address, $port]) {
            if ($family === AF_INET && str_contains($address, ':')) {
                continue;
            }
            echo "$title $name $address $port\n";
            lab_seen();
            $socket = socket_create($family, SOCK_STREAM, SOL_TCP);
            $sent = $send($socket, $address, $port, FAST_OPEN);
            $answer = $sent === 5 ? socket_read($socket, 5) : socket_last_error($socket);
            echo '    ', json_encode($sent), " $answer ", implode(', ', preg_grep('/ 53$/', lab_seen(), PREG_GREP_INVERT)) ?: 'no packet', "\n";
        }
    }
}

// Without the flag the kernel does not connect, but the address has to be allowed all the same.
lab_seen();
$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
var_dump($sendto($socket, '10.0.0.155', 7, 0), $sendto($socket, '93.184.216.155', 7, 0), lab_seen());

// Of a connected socket as well.
socket_connect($socket, '93.184.216.155', 7);
var_dump($sendto($socket, '93.184.216.155', 7, 0), socket_read($socket, 5), $sendmsg($socket, '10.0.0.155', 7, 0));
?>
--EXPECT--
IPv4 sendto 10.0.0.155 7
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 10.0.0.155 is a private address
    false 13 no packet
IPv4 sendto private.test 7
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: private.test (10.0.0.5) is a private address
    false 13 no packet
IPv4 sendto 127.0.0.1 7
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
    false 13 no packet
IPv4 sendto 93.184.216.155 25
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: port 25 of 93.184.216.155 is blocked, use 587 or 465
    false 13 no packet
IPv4 sendto 169.254.169.254 80
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 169.254.169.254 is a link-local address
    false 13 no packet
IPv4 sendto 93.184.216.155 7
    5 hello internet tcp 93.184.216.155 7
IPv4 sendto plain.test 7
    5 hello internet tcp 93.184.216.34 7
IPv4 sendto 93.184.216.155 81
warning: socket_sendto(): Unable to write to socket [111]: Connection refused
    false 111 internet tcp 93.184.216.155 81
IPv4 sendmsg 10.0.0.155 7
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.155 is a private address
    false 13 no packet
IPv4 sendmsg private.test 7
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: private.test (10.0.0.5) is a private address
    false 13 no packet
IPv4 sendmsg 127.0.0.1 7
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
    false 13 no packet
IPv4 sendmsg 93.184.216.155 25
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: port 25 of 93.184.216.155 is blocked, use 587 or 465
    false 13 no packet
IPv4 sendmsg 169.254.169.254 80
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 169.254.169.254 is a link-local address
    false 13 no packet
IPv4 sendmsg 93.184.216.155 7
    5 hello internet tcp 93.184.216.155 7
IPv4 sendmsg plain.test 7
    5 hello internet tcp 93.184.216.34 7
IPv4 sendmsg 93.184.216.155 81
warning: socket_sendmsg(): Error in sendmsg [111]: Connection refused
    false 111 internet tcp 93.184.216.155 81
IPv6 sendto 10.0.0.155 7
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 10.0.0.155 is a private address
    false 13 no packet
IPv6 sendto private.test 7
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: private.test (10.0.0.5) is a private address
    false 13 no packet
IPv6 sendto ::ffff:10.0.0.155 7
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: ::ffff:10.0.0.155 is a private address
    false 13 no packet
IPv6 sendto fd00::155 7
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: fd00::155 is a private address
    false 13 no packet
IPv6 sendto 127.0.0.1 7
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
    false 13 no packet
IPv6 sendto 93.184.216.155 25
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: port 25 of 93.184.216.155 is blocked, use 587 or 465
    false 13 no packet
IPv6 sendto 169.254.169.254 80
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 169.254.169.254 is a link-local address
    false 13 no packet
IPv6 sendto 93.184.216.155 7
    5 hello internet tcp 93.184.216.155 7
IPv6 sendto plain.test 7
    5 hello internet tcp 93.184.216.34 7
IPv6 sendto 93.184.216.155 81
warning: socket_sendto(): Unable to write to socket [111]: Connection refused
    false 111 internet tcp 93.184.216.155 81
IPv6 sendmsg 10.0.0.155 7
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.155 is a private address
    false 13 no packet
IPv6 sendmsg private.test 7
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: private.test (10.0.0.5) is a private address
    false 13 no packet
IPv6 sendmsg ::ffff:10.0.0.155 7
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: ::ffff:10.0.0.155 is a private address
    false 13 no packet
IPv6 sendmsg fd00::155 7
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: fd00::155 is a private address
    false 13 no packet
IPv6 sendmsg 127.0.0.1 7
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host
    false 13 no packet
IPv6 sendmsg 93.184.216.155 25
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: port 25 of 93.184.216.155 is blocked, use 587 or 465
    false 13 no packet
IPv6 sendmsg 169.254.169.254 80
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 169.254.169.254 is a link-local address
    false 13 no packet
IPv6 sendmsg 93.184.216.155 7
    5 hello internet tcp 93.184.216.155 7
IPv6 sendmsg plain.test 7
    5 hello internet tcp 93.184.216.34 7
IPv6 sendmsg 93.184.216.155 81
warning: socket_sendmsg(): Error in sendmsg [111]: Connection refused
    false 111 internet tcp 93.184.216.155 81
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 10.0.0.155 is a private address
warning: socket_sendto(): Unable to write to socket [32]: Broken pipe
bool(false)
bool(false)
array(0) {
}
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.155 is a private address
int(5)
string(5) "hello"
bool(false)
