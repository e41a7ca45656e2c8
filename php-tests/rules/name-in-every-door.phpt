--TEST--
A rule by exact name opens the addresses of the name in every door, however a script or a library came to them
--CONFLICTS--
answers
--EXTENSIONS--
curl
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=db.internal:80 db.internal:7
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['alias.scripted.test', 'A=10.8.0.7']);
$url = 'http://db.internal/';
$stream = fn (string $target) => dial("tcp://$target");
/** What react/dns does: a query of its own, over a datagram socket, to the name server of resolv.conf. */
$ask = function (string $name): string {
    preg_match('/^nameserver (\S+)/m', file_get_contents('/etc/resolv.conf'), $match);
    $server = stream_socket_client("udp://$match[1]:53");
    fwrite($server, "\x12\x34\1\0\0\1\0\0\0\0\0\0" . implode('', array_map(fn ($label) => chr(strlen($label)) . $label, explode('.', $name))) . "\0\0\1\0\1");
    return inet_ntop(substr(fread($server, 512), -4));
};
$curl = function (array $options) use ($url): string {
    curl_setopt_array($handle = curl_init($url), $options + [CURLOPT_RETURNTRANSFER => true]);
    return curl_exec($handle) === false ? curl_error($handle) : curl_getinfo($handle, CURLINFO_PRIMARY_IP) . ' ' . curl_getinfo($handle, CURLINFO_RESPONSE_CODE);
};
$addressed = function (array $parts) use ($url): string {
    // What Symfony's NativeHttpClient and Guzzle's StreamHandler do: the address in the URL, and the name in a header.
    $context = stream_context_create(['http' => ['header' => 'Host: db.internal', 'ignore_errors' => true]]);
    $body = @file_get_contents(str_replace('db.internal', gethostbyname('db.internal'), $url), false, $context);
    return $body === false ? error_get_last()['message'] : trim($body);
};
$socket = function (callable $connect): string {
    $socket = @$connect();
    return $socket && socket_getpeername($socket, $address, $port) ? "$address $port" : socket_strerror(socket_last_error());
};
$doors = [
    'fsockopen by name' => fn () => dial_host('db.internal', 80),
    'stream by name' => fn () => $stream('db.internal:80'),
    'gethostbyname, then fsockopen' => fn () => dial_host(gethostbyname('db.internal'), 80),
    'gethostbyname, then a stream' => fn () => $stream(gethostbyname('db.internal') . ':80'),
    'React: a query of its own, then a stream' => fn () => $stream($ask('db.internal') . ':80'),
    'Amp: dns_get_record(), then a stream' => fn () => $stream(dns_get_record('db.internal', DNS_A)[0]['ip'] . ':80'),
    'Symfony native, Guzzle StreamHandler: the address in the URL' => fn () => $addressed([]),
    'http wrapper' => fn () => trim(file_get_contents($url)),
    'Symfony curl, Guzzle CurlHandler' => fn () => $curl([]),
    'curl with CURLOPT_RESOLVE' => fn () => $curl([CURLOPT_RESOLVE => ['db.internal:80:' . gethostbyname('db.internal')]]),
    'curl by address' => fn () => $curl([CURLOPT_URL => 'http://' . gethostbyname('db.internal') . '/']),
    'socket_connect by name' => fn () => $socket(fn () => socket_connect($s = socket_create(AF_INET, SOCK_STREAM, SOL_TCP), 'db.internal', 80) ? $s : false),
    'socket_connect by address' => fn () => $socket(fn () => socket_connect($s = socket_create(AF_INET, SOCK_STREAM, SOL_TCP), gethostbyname('db.internal'), 80) ? $s : false),
    'socket_addrinfo_connect' => fn () => $socket(fn () => socket_addrinfo_connect(socket_addrinfo_lookup('db.internal', '80', ['ai_socktype' => SOCK_STREAM])[0])),
    'stream_socket_sendto' => fn () => stream_socket_sendto(stream_socket_client('udp://93.184.216.34:7'), 'x', 0, gethostbyname('db.internal') . ':7') . ' byte',
    'another name of the address' => fn () => dial('tcp://alias.scripted.test:80'),
    'another port' => fn () => dial_host(gethostbyname('db.internal'), 81),
    'another address' => fn () => dial_host('10.8.0.8', 80),
];
foreach ($doors as $door => $try) {
    echo "$door: ", $try(), "\n";
}
?>
--EXPECT--
fsockopen by name: connected to 10.8.0.7:80
stream by name: connected to 10.8.0.7:80
gethostbyname, then fsockopen: connected to 10.8.0.7:80
gethostbyname, then a stream: connected to 10.8.0.7:80
React: a query of its own, then a stream: connected to 10.8.0.7:80
Amp: dns_get_record(), then a stream: connected to 10.8.0.7:80
Symfony native, Guzzle StreamHandler: the address in the URL: hello from 10.8.0.7
http wrapper: hello from 10.8.0.7
Symfony curl, Guzzle CurlHandler: 10.8.0.7 200
curl with CURLOPT_RESOLVE: 10.8.0.7 200
curl by address: 10.8.0.7 200
socket_connect by name: 10.8.0.7 80
socket_connect by address: 10.8.0.7 80
socket_addrinfo_connect: 10.8.0.7 80
stream_socket_sendto: 1 byte
another name of the address: connected to 10.8.0.7:80
another port: 13 Permission denied: 10.8.0.7 is a private address
another address: 13 Permission denied: 10.8.0.8 is a private address
