--TEST--
A peer that resets, stalls, dribbles or breaks off ends an operation of a stream as in stock PHP, and in time
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';

$common = <<<'PHP'
    print_warnings();
    function open(string $target, float $timeout = 5, float $read = 5): mixed
    {
        $stream = stream_socket_client($target, $errno, $errstr, $timeout, STREAM_CLIENT_CONNECT, trusting(['peer_name' => 'web.test']));
        echo $stream ? '' : "$errno $errstr ";
        $stream && stream_set_timeout($stream, (int) $read, (int) (fmod($read, 1) * 1e6));
        return $stream;
    }
    /** Waits for the peer, as far as it goes. */
    function settle(mixed $stream): mixed
    {
        $read = [$stream];
        $none = null;
        stream_select($read, $none, $none, 5);
        return $stream;
    }
    function state(mixed $stream): array
    {
        return [feof($stream), stream_get_meta_data($stream)['timed_out']];
    }
    function ending(int $port, float $read = 5): array
    {
        $stream = open("tcp://93.184.217.61:$port", 5, $read);
        return [fwrite($stream, 'x'), stream_get_contents($stream), ...state($stream)];
    }
    PHP;
meet(array_map(fn ($code) => "$common within($code);", [
    'reset unasked' => '0, 1, function () {
        $stream = settle(open("tcp://93.184.217.61:7011"));
        return [fgets($stream), ...state($stream), fwrite($stream, "x"), fwrite($stream, "x")];
    }',
    'reset at the first byte' => '0, 1, function () {
        $stream = open("tcp://93.184.217.61:7009");
        return [fwrite($stream, "x"), fgets(settle($stream)), fwrite($stream, "x"), ...state($stream)];
    }',
    'reset while it is written to' => '0, 1, function () {
        $stream = open("tcp://93.184.217.61:7009");
        fwrite($stream, "x");
        settle($stream);
        return [fwrite($stream, str_repeat("x", 1 << 20)), fwrite($stream, "x"), ...state($stream)];
    }',
    'reset behind half a line' => '0, 1, fn () => ending(7012)',
    'a byte each tenth of a second' => '1, 2, fn () => ending(7013, 0.7)',
    'a byte each minute' => '0.5, 1, fn () => ending(7014, 0.5)',
    'a line, a byte each minute' => '0.5, 1, fn () => fgets(open("tcp://93.184.217.61:7014", 5, 0.5))',
    'a page, a byte each minute' => '0.5, 1, fn () => file_get_contents("http://93.184.217.61:7014/", false, stream_context_create(["http" => ["timeout" => 0.5]]))',
    'a page, reset' => '0, 1, fn () => file_get_contents("http://93.184.217.61:7009/")',
    'a page, reset unasked' => '0, 1, fn () => file_get_contents("http://93.184.217.61:7011/")',
    'no ServerHello' => '0.5, 1, fn () => open("tls://93.184.217.61:7008", 0.5)',
    'nothing behind ServerHello' => '0.5, 1, fn () => open("tls://93.184.217.61:7015", 0.5)',
    'a handshake that dribbles' => '0.5, 1, fn () => open("tls://93.184.217.61:7016", 0.5)',
    'a handshake that is reset' => '0, 1, fn () => open("tls://93.184.217.61:7011")',
    'a handshake with plain text' => '0, 1, fn () => open("tls://93.184.217.61:7010")',
    'TLS that breaks off' => '0, 1, function () {
        $stream = open("tls://93.184.217.61:7017");
        return [stream_get_contents($stream), ...state($stream)];
    }',
    'TLS that is reset' => '0, 1, function () {
        $stream = open("tls://93.184.217.61:7018");
        return [fread($stream, 11), fwrite($stream, "x"), fgets($stream), ...state($stream)];
    }',
    'TLS that stalls later' => '0.5, 1, function () {
        $stream = open("tls://93.184.217.61:7018", 5, 0.5);
        return [fread($stream, 11), fgets($stream), ...state($stream)];
    }',
    'half a close' => '0, 1, function () {
        $stream = open("tcp://93.184.217.61:7010");
        return [stream_get_contents($stream), ...state($stream), fwrite($stream, "x"), fwrite($stream, "x")];
    }',
]));
?>
--EXPECT--
reset unasked: warning: fwrite(): Send of 1 bytes failed with errno=32 Broken pipe
warning: fwrite(): Send of 1 bytes failed with errno=32 Broken pipe
[false,true,false,false,false]
reset at the first byte: warning: fwrite(): Send of 1 bytes failed with errno=32 Broken pipe
[1,false,false,true,false]
reset while it is written to: warning: fwrite(): Send of 1048576 bytes failed with errno=104 Connection reset by peer
warning: fwrite(): Send of 1 bytes failed with errno=32 Broken pipe
[false,false,true,false]
reset behind half a line: [1,"half a line",true,false]
a byte each tenth of a second: [1,"bit by bit\n",true,false]
a byte each minute: [1,"b",false,true]
a line, a byte each minute: b
a page, a byte each minute: warning: file_get_contents(): Failed to open stream: HTTP request failed! b
false
a page, reset: warning: file_get_contents(): Failed to open stream: HTTP request failed!
false
a page, reset unasked: warning: file_get_contents(): Failed to open stream: HTTP request failed!
false
no ServerHello: warning: stream_socket_client(): SSL: Handshake timed out
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to tls://93.184.217.61:7008 (Unknown error)
0  false
nothing behind ServerHello: warning: stream_socket_client(): SSL: Handshake timed out
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to tls://93.184.217.61:7015 (Unknown error)
0  false
a handshake that dribbles: warning: stream_socket_client(): SSL: Handshake timed out
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to tls://93.184.217.61:7016 (Unknown error)
0  false
a handshake that is reset: warning: stream_socket_client(): SSL: Connection reset by peer
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to tls://93.184.217.61:7011 (Unknown error)
0  false
a handshake with plain text: warning: stream_socket_client(): SSL operation failed with code 1. OpenSSL Error messages:
error:0A00010B:SSL routines::wrong version number
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to tls://93.184.217.61:7010 (Unknown error)
0  false
TLS that breaks off: ["half a line",true,false]
TLS that is reset: warning: fgets(): SSL: Connection reset by peer
["half a line",1,false,true,false]
TLS that stalls later: ["half a line",false,false,true]
half a close: ["line1\nline2\n",true,false,1,1]
