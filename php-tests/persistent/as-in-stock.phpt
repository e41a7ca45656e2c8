--TEST--
Every way to a persistent connection shares, keeps apart and drops connections as stock PHP does
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$path = getenv('LAB_DIR') . '/persistent.sock';
$listen = '$server = stream_socket_server("unix://$argv[1]"); echo "ready\n"; fgets(STDIN);';
$listener = proc_open(outside([PHP_BINARY, '-n', '-r', $listen, $path]), [['pipe', 'r'], ['pipe', 'w']], $pipes);
fgets($pipes[1]);
echo as_in_stock("const UNIX = 'unix://$path';" . <<<'PHP'
    print_warnings();
    const PERSISTENT = STREAM_CLIENT_CONNECT | STREAM_CLIENT_PERSISTENT;
    $client = fn (string $target, int $flags = PERSISTENT, array $ssl = []) => fn () => stream_socket_client($target, $errno, $errstr, 3, $flags, trusting($ssl));
    $ways = [
        'pfsockopen' => fn () => pfsockopen('93.184.217.66', 7),
        'pfsockopen again, with a time-out' => fn () => pfsockopen('93.184.217.66', 7, $errno, $errstr, 1),
        'pfsockopen with a scheme' => fn () => pfsockopen('tcp://93.184.217.66', 7),
        'pfsockopen with the port in the name' => fn () => pfsockopen('93.184.217.66:7', -1),
        'pfsockopen with another port' => fn () => pfsockopen('93.184.217.66', 7007),
        'pfsockopen by name' => fn () => pfsockopen('plain.test', 7),
        'pfsockopen over UDP' => fn () => pfsockopen('udp://93.184.217.66', 7),
        'pfsockopen over TLS, without trust' => fn () => pfsockopen('ssl://plain.test', 443),
        'pfsockopen over Unix' => fn () => pfsockopen(UNIX, -1),
        'the flag' => $client('tcp://93.184.217.66:7'),
        'the flag with an id' => $client('tcp://93.184.217.66:7/id'),
        'the flag by name' => $client('tcp://plain.test:7'),
        'the flag, asynchronous' => $client('tcp://93.184.217.66:7007', PERSISTENT | STREAM_CLIENT_ASYNC_CONNECT),
        'the flag over TLS' => $client('tls://plain.test:443'),
        'the flag over TLS, another peer name' => $client('tls://plain.test:443', ssl: ['peer_name' => 'web.test']),
        'the flag over Unix' => $client(UNIX),
        'the flag without a connection' => $client('tcp://93.184.217.67:7', STREAM_CLIENT_PERSISTENT),
        'no flag' => $client('tcp://93.184.217.66:7', STREAM_CLIENT_CONNECT),
    ];
    $known = $kept = [];
    foreach ($ways as $way => $connect) {
        $kept[] = $streams = [$connect(), $connect()];
        [$first, $second] = array_map(fn ($stream) => is_resource($stream) ? fstat($stream)['ino'] ?? 'no socket' : "none for $way", $streams);
        tell($way, $known[$first] ?? 'new', $first === $second ? 'same again' : 'another again', is_resource($streams[1]) ? get_resource_type($streams[1]) : 'failed');
        $known[$first] ??= $way;
    }

    echo "closed by the script, by the server, by a reset\n";
    $connect = $ways['pfsockopen'];
    $kept = array_fill(0, 50, $connect());
    $inode = fstat($kept[0])['ino'];
    fclose($kept[0]);
    tell(is_resource($kept[1]), fstat($kept[1] = $connect())['ino'] === $inode, fwrite($kept[1], "a\n"), fgets($kept[1]));
    $greeting = pfsockopen('93.184.217.66', 7010);
    tell(stream_get_contents($greeting), feof($greeting), fgets(pfsockopen('93.184.217.66', 7010)), is_resource($greeting));
    $reset = pfsockopen('93.184.217.66', 7009);
    fwrite($reset, 'x');
    $read = [$reset];
    $none = null;
    tell(stream_select($read, $none, $none, 5), stream_socket_get_name(pfsockopen('93.184.217.66', 7009), true), is_resource($reset));
    // What one has not read yet is the other's.
    fwrite($kept[1], "first\nsecond\n");
    tell(fgets($kept[1]), fgets($connect()), stream_get_meta_data($kept[1])['unread_bytes']);
    PHP, settings: ['aesock.allow' => "unix:$path"]);
?>
--EXPECT--
"pfsockopen" "new" "same again" "persistent stream"
"pfsockopen again, with a time-out" "pfsockopen" "same again" "persistent stream"
"pfsockopen with a scheme" "new" "same again" "persistent stream"
"pfsockopen with the port in the name" "new" "same again" "persistent stream"
"pfsockopen with another port" "new" "same again" "persistent stream"
"pfsockopen by name" "new" "same again" "persistent stream"
"pfsockopen over UDP" "new" "same again" "persistent stream"
warning: pfsockopen(): SSL operation failed with code 1. OpenSSL Error messages:
error:0A000086:SSL routines::certificate verify failed
warning: pfsockopen(): Failed to enable crypto
warning: pfsockopen(): Unable to connect to ssl://plain.test:443 (Unknown error)
warning: pfsockopen(): SSL operation failed with code 1. OpenSSL Error messages:
error:0A000086:SSL routines::certificate verify failed
warning: pfsockopen(): Failed to enable crypto
warning: pfsockopen(): Unable to connect to ssl://plain.test:443 (Unknown error)
"pfsockopen over TLS, without trust" "new" "same again" "failed"
"pfsockopen over Unix" "new" "same again" "persistent stream"
"the flag" "new" "same again" "persistent stream"
"the flag with an id" "new" "same again" "persistent stream"
"the flag by name" "new" "same again" "persistent stream"
"the flag, asynchronous" "new" "same again" "persistent stream"
"the flag over TLS" "new" "same again" "persistent stream"
"the flag over TLS, another peer name" "the flag over TLS" "same again" "persistent stream"
"the flag over Unix" "new" "same again" "persistent stream"
"the flag without a connection" "new" "another again" "persistent stream"
"no flag" "new" "another again" "stream"
closed by the script, by the server, by a reset
false false 2 "a\n"
"line1\nline2\n" true "line1\n" false
1 "93.184.217.66:7009" false
"first\n" "second\n" 0
