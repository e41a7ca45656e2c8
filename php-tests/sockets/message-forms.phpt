--TEST--
Every form of a name for socket_sendmsg does what it does without aesock, or is refused
--EXTENSIONS--
sockets
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$php = PHP_BINARY . ' -n -d extension=sockets';
$code = ' -r ' . escapeshellarg('require "' . __DIR__ . '/message-forms.inc"; send_all_forms();');
$stock = json_decode(shell_exec(outside($php . $code)), true);
lab_seen();
$ours = json_decode(shell_exec(outside($php . ' -d aesock.log= -d extension=' . getenv('AESOCK_MODULE') . $code)), true);
$packets = lab_seen();

// Where a name is malformed the engine tells the error of its last lookup.
$without_error = fn (array $lines) => preg_replace('/-1000\d(\]: [\w ]+)?/', '-1000x', $lines);
$stock = $without_error($stock);

// The engine's own words are not the point, and differ from version to version.
foreach ($ours as $form => $line) {
    $without = $stock[$form];
    // Since 8.5, and of the engine's conversion.
    $line = str_replace('The float NAN is not representable as an int, cast occurred | ', '', $line);
    echo "$form: ", match (true) {
        $line !== $without => $line . '; without aesock: ' . preg_replace('/^.*\| /s', '', $without),
        str_starts_with($line, 'hello') => $line,
        default => 'the error of the engine',
    }, "\n";
}
foreach (['audit', 'passthrough'] as $mode) {
    $native = json_decode(shell_exec(outside($php . " -d aesock.log= -d aesock.mode=$mode -d extension=" . getenv('AESOCK_MODULE') . $code)), true);
    echo "$mode:\n";
    foreach (array_diff_assoc($without_error($native), $stock) as $form => $line) {
        echo "    $form: $line; without aesock: $stock[$form]\n";
    }
}
print_r(array_values(preg_grep('/ (10|127|0|255|fd00|fe80|::|::1)[.:]| 25$/', $packets)));
?>
--EXPECT--
IPv4, no name: the error of the engine
IPv4, plain: hello from 93.184.216.151 port 7
IPv4, name is a reference: hello from 93.184.216.151 port 7
IPv4, name is empty: socket_sendmsg(): Error in sendmsg [22]: Invalid argument: port `0` is not a number from 1 to 65535 | false 22; without aesock: false 22
IPv4, name is null: the error of the engine
IPv4, name is a text: the error of the engine
IPv4, name is an object: the error of the engine
IPv4, family null: the error of the engine
IPv4, family AF_INET: hello from 93.184.216.151 port 7
IPv4, family "2": hello from 93.184.216.151 port 7
IPv4, family " 2": hello from 93.184.216.151 port 7
IPv4, family "2 ": hello from 93.184.216.151 port 7
IPv4, family "2.0": hello from 93.184.216.151 port 7
IPv4, family "2e0": hello from 93.184.216.151 port 7
IPv4, family 2.0: hello from 93.184.216.151 port 7
IPv4, family 2.7: hello from 93.184.216.151 port 7
IPv4, family Stringable 2: hello from 93.184.216.151 port 7
IPv4, family true: the error of the engine
IPv4, family text: the error of the engine
IPv4, family "2x": the error of the engine
IPv4, family an array: the error of the engine
IPv4, family Stringable text: the error of the engine
IPv4, family AF_INET6: the error of the engine
IPv4, family AF_UNIX: the error of the engine
IPv4, family 0: the error of the engine
IPv4, family 99: the error of the engine
IPv4, family 2^32 + 2: the error of the engine
IPv4, family 65538: the error of the engine
IPv4, family -1: the error of the engine
IPv4, family is a reference: the error of the engine
IPv4, addr a name: hello from 93.184.216.34 port 7
IPv4, addr an alias: hello from 93.184.216.34 port 7
IPv4, addr Stringable: hello from 93.184.216.151 port 7
IPv4, addr one number: hello from 93.184.216.151 port 7
IPv4, addr an integer: hello from 93.184.216.151 port 7
IPv4, addr hexadecimal: hello from 93.184.216.151 port 7; without aesock: false -1000x
IPv4, addr a missing name: socket_sendmsg(): Host lookup failed [-10001]: Unknown host | false -10001; without aesock: false -1000x
IPv4, addr a name without address: socket_sendmsg(): Host lookup failed [-10004]: No address associated with name | false -10004; without aesock: false -1000x
IPv4, addr empty: socket_sendmsg(): Host lookup failed [-10001]: Unknown host | false -10001; without aesock: false -1000x
IPv4, addr null: socket_sendmsg(): Host lookup failed [-10001]: Unknown host | false -10001; without aesock: false -1000x
IPv4, addr true: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 0.0.0.1 is a reserved address, not reachable on the Internet | false 13; without aesock: hello from 0.0.0.1 port 7
IPv4, addr a float: hello from 1.0.0.5 port 7
IPv4, addr an array: Array to string conversion | socket_sendmsg(): Host lookup failed [-10001]: Unknown host | false -10001; without aesock: false -1000x
IPv4, addr an object: the error of the engine
IPv4, addr IPv6: socket_sendmsg(): Host lookup failed [-10001]: Unknown host | false -10001; without aesock: false -1000x
IPv4, addr a NUL: socket_sendmsg(): Error in sendmsg [22]: Invalid argument: the host holds a NUL byte | false 22; without aesock: hello from 93.184.216.151 port 7
IPv4, addr brackets: socket_sendmsg(): Host lookup failed [-10001]: Unknown host | false -10001; without aesock: false -1000x
IPv4, addr a line break: socket_sendmsg(): Host lookup failed [-10001]: Unknown host | false -10001; without aesock: false -1000x
IPv4, addr private: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.151 is a private address | false 13; without aesock: hello from 10.0.0.151 port 7
IPv4, addr Stringable private: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.151 is a private address | false 13; without aesock: hello from 10.0.0.151 port 7
IPv4, addr a name of a private one: socket_sendmsg(): Error in sendmsg [13]: Permission denied: private.test (10.0.0.5) is a private address | false 13; without aesock: hello from 10.0.0.5 port 7
IPv4, addr private in octal: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.151 is a private address | false 13; without aesock: hello from 10.0.0.151 port 7
IPv4, addr loopback: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 127.0.0.1 is a loopback address or one of this host | false 13; without aesock: sent
IPv4, addr broadcast: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 255.255.255.255 is a broadcast address | false 13; without aesock: false 13
IPv4, addr is a reference: hello from 93.184.216.151 port 7
IPv4, addr is missing: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 0.0.0.0 is a loopback address or one of this host | false 13; without aesock: sent
IPv4, port "7": hello from 93.184.216.151 port 7
IPv4, port 7.0: hello from 93.184.216.151 port 7
IPv4, port 7.9: hello from 93.184.216.151 port 7
IPv4, port "7.9": hello from 93.184.216.151 port 7
IPv4, port Stringable 7: hello from 93.184.216.151 port 7
IPv4, port "007": hello from 93.184.216.151 port 7
IPv4, port "7 ": hello from 93.184.216.151 port 7
IPv4, port "0x7": the error of the engine
IPv4, port "7abc": the error of the engine
IPv4, port "7/x": the error of the engine
IPv4, port empty: the error of the engine
IPv4, port null: the error of the engine
IPv4, port true: the error of the engine
IPv4, port an array: the error of the engine
IPv4, port 65535 + 8: the error of the engine
IPv4, port 65536: the error of the engine
IPv4, port -1: the error of the engine
IPv4, port NAN: socket_sendmsg(): Error in sendmsg [22]: Invalid argument: port `0` is not a number from 1 to 65535 | false 22; without aesock: false 22
IPv4, port 25: socket_sendmsg(): Error in sendmsg [13]: Permission denied: port 25 of 93.184.216.151 is blocked, use 587 or 465 | false 13; without aesock: sent
IPv4, port "25": socket_sendmsg(): Error in sendmsg [13]: Permission denied: port 25 of 93.184.216.151 is blocked, use 587 or 465 | false 13; without aesock: sent
IPv4, port 25.9: socket_sendmsg(): Error in sendmsg [13]: Permission denied: port 25 of 93.184.216.151 is blocked, use 587 or 465 | false 13; without aesock: sent
IPv4, port 0: socket_sendmsg(): Error in sendmsg [22]: Invalid argument: port `0` is not a number from 1 to 65535 | false 22; without aesock: false 22
IPv4, port is a reference: the error of the engine
IPv4, port is missing: socket_sendmsg(): Error in sendmsg [22]: Invalid argument: port `0` is not a number from 1 to 65535 | false 22; without aesock: false 22
IPv4, others: hello from 93.184.216.151 port 7
IPv6, plain: hello from 2606:4700:4700::151 port 7
IPv6, AF_INET6: hello from 2606:4700:4700::151 port 7
IPv6, a name: hello from 2606:4700:4700::1111 port 7
IPv6, a name of IPv4: hello from ::ffff:93.184.216.34 port 7
IPv6, IPv4: hello from ::ffff:93.184.216.151 port 7
IPv6, mapped IPv4: hello from ::ffff:93.184.216.151 port 7
IPv6, AF_INET: hello from ::ffff:93.184.216.151 port 7
IPv6, AF_INET, a name: hello from ::ffff:93.184.216.34 port 7
IPv6, AF_INET, private: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.151 is a private address | false 13; without aesock: hello from ::ffff:10.0.0.151 port 7
IPv6, AF_INET, IPv6: socket_sendmsg(): Host lookup failed [-10001]: Unknown host | false -10001; without aesock: false -1000x
IPv6, private: socket_sendmsg(): Error in sendmsg [13]: Permission denied: fd00::151 is a private address | false 13; without aesock: hello from fd00::151 port 7
IPv6, mapped private: socket_sendmsg(): Error in sendmsg [13]: Permission denied: ::ffff:10.0.0.151 is a private address | false 13; without aesock: hello from ::ffff:10.0.0.151 port 7
IPv6, private as IPv4: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.151 is a private address | false 13; without aesock: hello from ::ffff:10.0.0.151 port 7
IPv6, port 25: socket_sendmsg(): Error in sendmsg [13]: Permission denied: port 25 of 2606:4700:4700::151 is blocked, use 587 or 465 | false 13; without aesock: sent
IPv6, a zone: socket_sendmsg(): Error in sendmsg [13]: Permission denied: fe80::1 is a link-local address | false 13; without aesock: sent
IPv6, a zone of a public address: socket_sendmsg(): Error in sendmsg [22]: Invalid argument: host `2606:4700:4700::151%1` holds `%`: link-local addresses have zones, others none, and nothing is percent-encoded | false 22; without aesock: hello from 2606:4700:4700::151 port 7
IPv6, no addr: socket_sendmsg(): Error in sendmsg [13]: Permission denied: :: is a loopback address or one of this host | false 13; without aesock: sent
IPv6, AF_INET, no addr: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 0.0.0.0 is a loopback address or one of this host | false 13; without aesock: sent
IPv6, AF_UNIX: the error of the engine
IPv6, flowinfo: hello from 2606:4700:4700::151 port 7
IPv6, flowinfo "0": hello from 2606:4700:4700::151 port 7
IPv6, flowinfo Stringable: hello from 2606:4700:4700::151 port 7
IPv6, flowinfo text: the error of the engine
IPv6, flowinfo -1: the error of the engine
IPv6, scope_id 0: hello from 2606:4700:4700::151 port 7
IPv6, scope_id 1: hello from 2606:4700:4700::151 port 7
IPv6, scope_id 2^32: the error of the engine
IPv6, scope_id null: the error of the engine
IPv6, scope_id of an AF_INET name: hello from ::ffff:93.184.216.151 port 7
audit:
passthrough:
Array
(
)
