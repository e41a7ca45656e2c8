--TEST--
A TLS server that a rule allows accepts TLS connections
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow="listen, tcp://loopback"
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$keys = getenv('LAB_DIR');
file_put_contents("$keys/server.pem", file_get_contents("$keys/web.pem") . file_get_contents("$keys/web.key"));
$context = stream_context_create(['ssl' => ['local_cert' => "$keys/server.pem"]]);
$server = stream_socket_server('tls://127.0.0.1:0', $errno, $errstr, context: $context);
$place = stream_socket_get_name($server, false);
$client = run_in_background('tls://' . $place);
$accepted = stream_socket_accept($server, 5);
echo fgets($accepted);
fwrite($accepted, "welcome\n");
echo stream_get_meta_data($accepted)['stream_type'], ' ', stream_get_meta_data($accepted)['crypto']['protocol'], "\n";
echo stream_get_contents($client);

function run_in_background(string $target): mixed
{
    $code = '$s = stream_socket_client($argv[1], $e, $m, 5, context: stream_context_create(["ssl" => ["cafile" => getenv("LAB_CA"), "peer_name" => "plain.test"]]));'
        . 'fwrite($s, "hello\n"); echo "client got ", fgets($s);';
    return popen(escapeshellarg(PHP_BINARY) . ' -n -r ' . escapeshellarg($code) . ' -- ' . escapeshellarg($target), 'r');
}
?>
--EXPECT--
hello
tcp_socket/ssl TLSv1.3
client got welcome
