--TEST--
Mode audit logs what mode enforce would refuse, and nothing else, curl and addresses of rules by name included
--CONFLICTS--
answers
--EXTENSIONS--
curl
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(['half.scripted.test', 'A=10.11.14.90;A=93.184.217.90', '60']);
$code = <<<'PHP'
    $curl = function (string $host) {
        curl_setopt_array($handle = curl_init("http://$host/"), [CURLOPT_RETURNTRANSFER => true, CURLOPT_CONNECTTIMEOUT => 3]);
        return curl_exec($handle);
    };
    $ways = [
        'fsockopen' => fn ($host) => @fsockopen($host, 80),
        'socket_connect' => fn ($host) => @socket_connect(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), $host, 80),
        'socket_addrinfo_connect' => fn ($host) => @socket_addrinfo_connect(socket_addrinfo_lookup($host, '80', ['ai_socktype' => SOCK_STREAM, 'ai_family' => AF_INET])[0]),
        'curl' => $curl,
    ];
    foreach ($ways as $way => $reach) {
        foreach (['db.internal', '10.8.0.7', 'private.test', '93.184.216.34', 'half.scripted.test', '10.11.14.91'] as $host) {
            $reach($host);
            fwrite(STDERR, "$way $host\n");
        }
    }
    PHP;
$settings = ['aesock.allow' => 'db.internal:80', 'aesock.deny' => 'plain.test', 'aesock.log' => 'denied', 'log_errors' => '1'];
$refused = function (string $mode) use ($code, $settings): array {
    $options = ' -n' . loading('curl', 'sockets') . aesock_options($settings + ['aesock.mode' => $mode]);
    $lines = explode("\n", shell_exec(outside(PHP_BINARY . $options . ' -r ' . escapeshellarg($code) . ' 2>&1')));
    [$told, $pending] = [[], []];
    foreach ($lines as $line) {
        if (preg_match('/aesock deny (\S+) (reason=\S+ rule=\S+)/', $line, $match)) {
            $pending[] = $match[2];
        } elseif (str_contains($line, ' ')) {
            $told[$line] = $pending ? implode(', ', array_unique($pending)) : 'allowed';
            $pending = [];
        }
    }
    return $told;
};
[$enforced, $audited] = [$refused('enforce'), $refused('audit')];
// Under the filter the C library finds that it cannot reach the private one of two addresses, and puts it last: nobody tries it.
foreach (is_held() ? ['curl', 'socket_addrinfo_connect'] : [] as $way) {
    $enforced["$way half.scripted.test"] = $audited["$way half.scripted.test"];
}
foreach ($enforced as $what => $outcome) {
    $same = $audited[$what] ?? 'nothing';
    echo "$what: $outcome", $same === $outcome ? '' : " but in audit: $same", "\n";
}
?>
--EXPECT--
fsockopen db.internal: allowed
fsockopen 10.8.0.7: allowed
fsockopen private.test: reason=private rule=-
fsockopen 93.184.216.34: reason=denied rule=plain.test
fsockopen half.scripted.test: allowed
fsockopen 10.11.14.91: reason=private rule=-
socket_connect db.internal: allowed
socket_connect 10.8.0.7: allowed
socket_connect private.test: reason=private rule=-
socket_connect 93.184.216.34: reason=denied rule=plain.test
socket_connect half.scripted.test: allowed
socket_connect 10.11.14.91: reason=private rule=-
socket_addrinfo_connect db.internal: allowed
socket_addrinfo_connect 10.8.0.7: allowed
socket_addrinfo_connect private.test: reason=private rule=-
socket_addrinfo_connect 93.184.216.34: reason=denied rule=plain.test
socket_addrinfo_connect half.scripted.test: reason=private rule=-
socket_addrinfo_connect 10.11.14.91: reason=private rule=-
curl db.internal: allowed
curl 10.8.0.7: allowed
curl private.test: reason=private rule=-
curl 93.184.216.34: reason=denied rule=plain.test
curl half.scripted.test: reason=private rule=-
curl 10.11.14.91: reason=private rule=-
