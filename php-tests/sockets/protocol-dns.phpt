--TEST--
DNS is asked by ext/sockets at 8.8.8.8 and 2001:4860:4860::8888, over UDP and TCP
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

const A = 1, CNAME = 5, AAAA = 28;
const SERVERS = [AF_INET => '8.8.8.8', AF_INET6 => '2001:4860:4860::8888'];

function query(int $id, string $name, int $type): string
{
    $labels = array_map(fn ($label) => chr(strlen($label)) . $label, explode('.', $name));
    return pack('n6', $id, 0x0100, 1, 0, 0, 0) . implode($labels) . "\0" . pack('n2', $type, 1);
}

/** The name at $at, which is moved behind it; pointers are followed. */
function name(string $packet, int &$at): string
{
    $labels = [];
    while (($length = ord($packet[$at++])) > 0) {
        if ($length >= 0xc0) {
            $to = ($length & 0x3f) << 8 | ord($packet[$at++]);
            return implode('.', [...$labels, name($packet, $to)]);
        }
        $labels[] = substr($packet, $at, $length);
        $at += $length;
    }
    return implode('.', $labels);
}

/** Id, response code and records of an answer. */
function answer(string $packet): string
{
    ['id' => $id, 'flags' => $flags, 'answers' => $answers] = unpack('nid/nflags/nquestions/nanswers', $packet);
    $at = 12;
    name($packet, $at);
    $at += 4;
    $records = [];
    while ($answers-- > 0) {
        $owner = name($packet, $at);
        ['type' => $type, 'size' => $size] = unpack('ntype/nclass/Nttl/nsize', $packet, $at);
        $data = $at += 10;
        $records[] = match ($type) {
            A, AAAA => "$owner has " . inet_ntop(substr($packet, $at, $size)),
            CNAME => "$owner is " . name($packet, $data),
        };
        $at += $size;
    }
    return "$id: " . ($flags & 0x8000 ? 'answer ' : 'question ') . ($flags & 15) . ' ' . implode(', ', $records);
}

function ask_over_udp(int $family, string $query): string
{
    $socket = socket_create($family, SOCK_DGRAM, SOL_UDP);
    $sent = socket_sendto($socket, $query, strlen($query), 0, SERVERS[$family], 53);
    $received = socket_recvfrom($socket, $packet, 512, 0, $from, $port);
    return answer($packet) . ($sent === strlen($query) && $received === strlen($packet) ? " from $from port $port" : ' in part');
}

function ask_over_tcp(int $family, string $query): string
{
    $socket = socket_create($family, SOCK_STREAM, SOL_TCP);
    socket_connect($socket, SERVERS[$family], 53);
    socket_write($socket, pack('n', strlen($query)) . $query);
    for ($packet = ''; strlen($packet) < 2 || strlen($packet) < 2 + unpack('n', $packet)[1]; $packet .= $part) {
        if (($part = socket_read($socket, 512)) === '' || $part === false) {
            return 'in part';
        }
    }
    socket_getpeername($socket, $from, $port);
    return answer(substr($packet, 2)) . " from $from port $port";
}

foreach (SERVERS as $family => $server) {
    foreach (['ask_over_udp', 'ask_over_tcp'] as $ask) {
        echo "$ask\n";
        foreach ([['plain.test', A], ['dual.test', AAAA], ['cname.test', A], ['nowhere.test', A]] as $id => [$name, $type]) {
            echo '    ', $ask($family, query($id + 1000, $name, $type)), "\n";
        }
    }
}
// Their other ports are closed as Google's.
$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
var_dump(@socket_connect($socket, '8.8.8.8', 443), socket_last_error($socket));
?>
--EXPECT--
ask_over_udp
    1000: answer 0 plain.test has 93.184.216.34 from 8.8.8.8 port 53
    1001: answer 0 dual.test has 2606:4700:4700::1111 from 8.8.8.8 port 53
    1002: answer 0 cname.test is plain.test, plain.test has 93.184.216.34 from 8.8.8.8 port 53
    1003: answer 3  from 8.8.8.8 port 53
ask_over_tcp
    1000: answer 0 plain.test has 93.184.216.34 from 8.8.8.8 port 53
    1001: answer 0 dual.test has 2606:4700:4700::1111 from 8.8.8.8 port 53
    1002: answer 0 cname.test is plain.test, plain.test has 93.184.216.34 from 8.8.8.8 port 53
    1003: answer 3  from 8.8.8.8 port 53
ask_over_udp
    1000: answer 0 plain.test has 93.184.216.34 from 2001:4860:4860::8888 port 53
    1001: answer 0 dual.test has 2606:4700:4700::1111 from 2001:4860:4860::8888 port 53
    1002: answer 0 cname.test is plain.test, plain.test has 93.184.216.34 from 2001:4860:4860::8888 port 53
    1003: answer 3  from 2001:4860:4860::8888 port 53
ask_over_tcp
    1000: answer 0 plain.test has 93.184.216.34 from 2001:4860:4860::8888 port 53
    1001: answer 0 dual.test has 2606:4700:4700::1111 from 2001:4860:4860::8888 port 53
    1002: answer 0 cname.test is plain.test, plain.test has 93.184.216.34 from 2001:4860:4860::8888 port 53
    1003: answer 3  from 2001:4860:4860::8888 port 53
bool(false)
int(13)
