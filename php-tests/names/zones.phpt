--TEST--
The zone of a link-local address is dialled as in stock PHP where a rule opens the address, in every door; without one it is refused as link-local
--CONFLICTS--
all
--EXTENSIONS--
curl
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';

// An address that each end of the cable has on that link only.
$internet = 'nsenter --net=' . getenv('LAB_DIR') . '/internet';
exec("$internet ip address add fe80::5/64 dev net0 nodad; ip address add fe80::6/64 dev lab0 nodad");
register_shutdown_function(fn () => exec("$internet ip address delete fe80::5/64 dev net0; ip address delete fe80::6/64 dev lab0"));
$number = (int) shell_exec('ip -o link show lab0');
$rules = ['aesock.allow' => '[fe80::/10]:7 [fe80::/10]:80 [2606:4700:4700::47]:7'];
/** The address at each of which a door is tried. */
$doors = [
    'fsockopen' => 'dial_host("[$host]", 7)',
    'stream_socket_client' => 'dial("tcp://[$host]:7")',
    'a stream of UDP' => 'dial("udp://[$host]:7")',
    'stream_socket_sendto' => 'json_encode(@stream_socket_sendto(stream_socket_client("udp://[2606:4700:4700::47]:7"), "x", 0, "[$host]:7"))',
    'the http wrapper' => 'trim(@file_get_contents("http://[$host]/") ?: preg_replace("/.*stream: /", "", error_get_last()["message"]))',
    'curl' => 'curl("http://[" . str_replace("%", "%25", $host) . "]/")',
    'socket_connect' => 'socket(fn ($s) => @socket_connect($s, $host, 7), SOCK_STREAM)',
    'socket_sendto' => 'socket(fn ($s) => @socket_sendto($s, "x", 1, 0, $host, 7), SOCK_DGRAM)',
    'socket_sendmsg' => 'socket(fn ($s) => @socket_sendmsg($s, ["name" => ["addr" => $host, "port" => 7], "iov" => ["x"]]), SOCK_DGRAM)',
    'socket_addrinfo_connect' => 'socket(fn () => @socket_addrinfo_connect(socket_addrinfo_lookup($host, "7", ["ai_socktype" => SOCK_STREAM])[0]), SOCK_STREAM)',
];
$functions = <<<'PHP'
    function curl(string $url): string {
        curl_setopt_array($handle = curl_init($url), [CURLOPT_RETURNTRANSFER => true]);
        return trim(curl_exec($handle) ?: preg_replace('/.*\((.*)\)$/', '$1', curl_error($handle)));
    }
    function socket(callable $do, int $type): string {
        $done = $do(socket_create(AF_INET6, $type, 0));
        return json_encode($done instanceof Socket ?: $done) . ' ' . socket_strerror(socket_last_error());
    }
    PHP;
$try = fn (string $code, string $host): string => "$functions \$host = '$host'; echo str_replace(\$host, 'HOST', $code);";
$cases = [];
foreach ($doors as $door => $code) {
    $cases["$door, by name"] = $try($code, 'fe80::5%lab0');
    $cases["$door, by number"] = $try($code, "fe80::5%$number");
}
foreach (['no such zone' => 'fe80::5%nothing', 'no zone' => 'fe80::5', 'a zone of a global address' => "2606:4700:4700::47%$number", 'and by name' => '2606:4700:4700::47%lab0'] as $case => $host) {
    foreach (['stream_socket_client', 'socket_connect'] as $door) {
        $cases["$case, $door"] = $try($doors[$door], $host);
    }
}
meet($cases, $rules);
lab_seen();
echo "Without a rule:\n";
foreach ($doors as $door => $code) {
    echo "$door: ", trim(ours($try($code, "fe80::5%lab0"))), "\n";
}
tell(seen_at('fe80::5'));

echo "In the hosts file and resolv.conf:\n";
// A name server at that address, which hands on to the scripted one.
$relay = <<<'PYTHON'
    import socket, sys
    here, there = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    here.bind(('fe80::5', 53, 0, socket.if_nametoindex('net0')))
    there.connect(('8.8.4.4', 53))
    print('ready', flush=True)
    while True:
        question, client = here.recvfrom(4096)
        there.send(question)
        here.sendto(there.recv(4096), client)
    PYTHON;
$server = proc_open(outside([...explode(' ', $internet), 'python3', '-c', $relay]), [1 => ['pipe', 'w']], $pipes);
fgets($pipes[1]);
script_answers(['zoned.scripted.test', 'A=93.184.217.46', '0']);
rewrite('hosts', "fe80::5%lab0 listed.test\nfe80::5 bare.test\n");
rewrite('resolv.conf', "nameserver fe80::5%lab0\noptions timeout:2 attempts:1\n");
meet(array_map(fn ($name) => "echo dial('tcp://$name:7');", ['a name server with a zone' => 'zoned.scripted.test', 'a host with a zone' => 'listed.test', 'a host without' => 'bare.test']), $rules);
proc_terminate($server);
?>
--EXPECT--
fsockopen, by name: connected to [fe80::5]:7
fsockopen, by number: connected to [fe80::5]:7
stream_socket_client, by name: connected to [fe80::5]:7
stream_socket_client, by number: connected to [fe80::5]:7
a stream of UDP, by name: connected to [fe80::5]:7
a stream of UDP, by number: connected to [fe80::5]:7
stream_socket_sendto, by name: 1
stream_socket_sendto, by number: 1
the http wrapper, by name: hello from fe80::5
the http wrapper, by number: hello from fe80::5
curl, by name: hello from fe80::5
curl, by number: hello from fe80::5
socket_connect, by name: true Success
socket_connect, by number: true Success
socket_sendto, by name: 1 Success
socket_sendto, by number: 1 Success
socket_sendmsg, by name: 1 Success
socket_sendmsg, by number: 1 Success
socket_addrinfo_connect, by name: true Success
socket_addrinfo_connect, by number: true Success
no such zone, stream_socket_client: 0 php_network_getaddresses: getaddrinfo for HOST failed: Name or service not known
no such zone, socket_connect: with aesock: false Unknown host
no such zone, socket_connect: in stock: false Unknown error -10000
no zone, stream_socket_client: 22 Invalid argument
no zone, socket_connect: false Invalid argument
a zone of a global address, stream_socket_client: with aesock: 22 Invalid argument: host `HOST` holds `%`: link-local addresses have zones, others none, and nothing is percent-encoded
a zone of a global address, stream_socket_client: in stock: connected to [2606:4700:4700::47]:7
a zone of a global address, socket_connect: with aesock: false Invalid argument
a zone of a global address, socket_connect: in stock: true Success
and by name, stream_socket_client: with aesock: 22 Invalid argument: host `HOST` holds `%`: link-local addresses have zones, others none, and nothing is percent-encoded
and by name, stream_socket_client: in stock: 0 php_network_getaddresses: getaddrinfo for HOST failed: Name or service not known
and by name, socket_connect: with aesock: false Invalid argument
and by name, socket_connect: in stock: false Unknown error -10000
Without a rule:
fsockopen: 13 Permission denied: fe80::5 is a link-local address
stream_socket_client: 13 Permission denied: fe80::5 is a link-local address
a stream of UDP: 13 Permission denied: fe80::5 is a link-local address
stream_socket_sendto: -1
the http wrapper: Permission denied: fe80::5 is a link-local address
curl: Permission denied: fe80::5 is a link-local address
socket_connect: false Permission denied
socket_sendto: false Permission denied
socket_sendmsg: false Permission denied
socket_addrinfo_connect: false Permission denied
[]
In the hosts file and resolv.conf:
a name server with a zone: connected to 93.184.217.46:7
a host with a zone: 0 php_network_getaddresses: getaddrinfo for listed.test failed: Name or service not known
a host without: 22 Invalid argument
