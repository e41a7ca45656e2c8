--TEST--
In a fiber with the smallest stack that the engine takes, aesock decides, looks up, dials, refuses and logs as stock PHP does its part
--EXTENSIONS--
sockets
curl
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
require __DIR__ . '/../include/no-valgrind.skip.inc';
require __DIR__ . '/../include/no-sanitizer.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

const ACTIONS = [
    'fsockopen("93.184.216.34", 7)',
    'fsockopen("10.0.0.5", 7)',
    'fsockopen("dual.test", 80)',
    'fsockopen("private.test", 7)',
    'fsockopen("missing.test", 7)',
    'fsockopen("93.184.216.34", 70000)',
    'pfsockopen("plain.test", 7)',
    'fsockopen("unix:///var/run/docker.sock")',
    'fsockopen("udp://plain.test", 7)',
    'stream_socket_client("tcp://" . str_repeat("\xff", 250) . ":80")',
    'stream_socket_client("tcp://93.184.216.34:7", $n, $e, 3, STREAM_CLIENT_CONNECT, stream_context_create(["socket" => ["bindto" => "192.0.2.77:0"]]))',
    'stream_socket_client("tcp://93.184.216.34:7", $n, $e, 3, STREAM_CLIENT_CONNECT, stream_context_create(["socket" => ["bindto" => "nonsense"]]))',
    'stream_socket_client("tls://web.test:443", $n, $e, 3, STREAM_CLIENT_CONNECT, stream_context_create(["ssl" => ["verify_peer" => false, "verify_peer_name" => false]]))',
    'stream_socket_server("tcp://0.0.0.0:0")',
    'stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0)',
    'stream_socket_sendto(fsockopen("udp://plain.test", 7), "x", 0, "private.test:7")',
    'stream_socket_sendto(fsockopen("udp://plain.test", 7), "x", 0, "missing.test:7")',
    'stream_socket_sendto(fsockopen("udp://plain.test", 7), "x", 0, "10.0.0.5:7")',
    'fwrite($stream = fsockopen("plain.test", 7), "x\n") . fgets($stream)',
    'file_get_contents("http://plain.test/")',
    'file_get_contents("http://plain.test/redirect-private")',
    'file_get_contents("ftp://plain.test/")',
    'unlink("ftp://plain.test/file")',
    'ftp_connect("plain.test")',
    'socket_connect(tcp(), "plain.test", 7)',
    'socket_connect(tcp(), "private.test", 7)',
    'socket_connect(tcp(), "missing.test", 7)',
    'socket_bind(tcp(), "192.0.2.2", 80)',
    'socket_create(AF_UNIX, SOCK_STREAM, 0)',
    'socket_set_option(tcp(), SOL_SOCKET, SO_RCVTIMEO, ["sec" => 1, "usec" => 0])',
    'socket_sendto(udp(), "x", 1, 0, "private.test", 7)',
    'socket_sendmsg(udp(), ["name" => ["addr" => "private.test", "port" => 7], "iov" => ["x"]])',
    'socket_addrinfo_connect(socket_addrinfo_lookup("10.0.0.5", "7", ["ai_socktype" => SOCK_STREAM])[0])',
    'socket_addrinfo_connect(socket_addrinfo_lookup("93.184.216.34", "7", ["ai_socktype" => SOCK_STREAM])[0])',
    'curl("http://plain.test/")',
    'curl("http://private.test/")',
    'function_exists("aesock_check") && aesock_check("plain.test", 80)',
];
$code = <<<'PHP'
    // Since 8.3 PHP keeps 48 KiB of a stack free.
    ini_set('fiber.stack_size', (PHP_VERSION_ID < 80300 ? 16 : 64) * 1024);
    set_error_handler(fn (int $level, string $message) => print "warning: $message\n");
    function tcp() { return socket_create(AF_INET, SOCK_STREAM, SOL_TCP); }
    function udp() { return socket_create(AF_INET, SOCK_DGRAM, SOL_UDP); }
    function curl($url) { curl_setopt($handle = curl_init($url), CURLOPT_RETURNTRANSFER, true); return curl_exec($handle) . curl_error($handle); }
    (new Fiber(fn () => ACTION))->start();
    echo "\nit ends\n";
    PHP;
$loaded = shell_exec(PHP_BINARY . ' -n -m');
$shared = implode(' ', array_map(fn ($name) => str_contains($loaded, $name) ? '' : "-d extension=$name", ['sockets', 'curl', 'ftp']));
$options = aesock_options(['aesock.log' => 'all']);
$tried = 0;
foreach (ACTIONS as $action) {
    $line = str_replace('ACTION', $action, $code);
    $run = fn (string $more) => str_ends_with((string) shell_exec(escapeshellarg(PHP_BINARY) . " -n $shared $more -r " . escapeshellarg($line) . ' 2>&1'), "\nit ends\n");
    // What stock PHP itself has no room for says nothing.
    if ($run('')) {
        $tried++;
        echo $run($options) ? '' : "crashed: $action\n";
    }
}
var_dump($tried >= count(ACTIONS) - 3);
?>
--EXPECT--
bool(true)
