--TEST--
stream_select() sees what TLS has received and nobody has read, of a connection and of an accepted one
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow="listen, tcp://loopback"
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

// A record of TLS is more than PHP reads at once: the rest is neither in the socket nor in the stream.
const RECORD = 16000;
const LARGE = 1 << 20;

$keys = getenv('LAB_DIR');
file_put_contents("$keys/pending.pem", file_get_contents("$keys/web.pem") . file_get_contents("$keys/web.key"));
$context = stream_context_create(['ssl' => ['local_cert' => "$keys/pending.pem"]]);
$server = stream_socket_server('tls://127.0.0.1:0', $errno, $errstr, context: $context);
$peer = outside_peer('tls://' . stream_socket_get_name($server, false));
$accepted = stream_socket_accept($server, 5);
echo 'accepted: ', read_when_readable($accepted, RECORD), "\n";
fclose($peer);

$dialled = stream_socket_client('tls://plain.test:443', context: trusting());
fwrite($dialled, "GET /large HTTP/1.1\r\nHost: plain.test\r\n\r\n");
while (trim(fgets($dialled)) !== '');
echo 'dialled: ', read_when_readable($dialled, LARGE), "\n";

/** Reads so many bytes, after a select each time. Not one more is asked for: the peer sends nothing behind them, and PHP would wait for it. */
function read_when_readable(mixed $stream, int $bytes): string
{
    for ($read = 0; $read < $bytes; $read += strlen(fread($stream, min(8192, $bytes - $read)))) {
        [$readable, $none] = [[$stream], null];
        if (stream_select($readable, $none, $none, 5) === 0) {
            return "nothing is readable after $read bytes";
        }
    }
    return "$read bytes";
}

/** A peer that sends a record, and then waits for its own end. */
function outside_peer(string $target): mixed
{
    $code = '$trusting = stream_context_create(["ssl" => ["cafile" => getenv("LAB_CA"), "peer_name" => "plain.test"]]);'
        . 'fwrite($stream = stream_socket_client($argv[1], $e, $m, 5, context: $trusting), str_repeat("x", (int) $argv[2])); fgets(STDIN);';
    $words = array_map('escapeshellarg', [PHP_BINARY, '-n', '-r', $code, '--', $target, (string) RECORD]);
    return popen(implode(' ', $words), 'w');
}
?>
--EXPECT--
accepted: 16000 bytes
dialled: 1048576 bytes
