--TEST--
A peer that resets, stalls, dribbles or breaks off ends what ext/sockets and ext/curl do as in stock PHP, and in time
--EXTENSIONS--
sockets
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';

$common = <<<'PHP'
    print_warnings();
    function open(int $port): Socket
    {
        $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
        socket_connect($socket, '93.184.217.62', $port);
        return $socket;
    }
    function error(Socket $socket): int
    {
        $error = socket_last_error($socket);
        socket_clear_error($socket);
        return $error;
    }
    /** Waits for the peer, as far as it goes. */
    function settle(Socket $socket): Socket
    {
        $read = [$socket];
        $none = null;
        socket_select($read, $none, $none, 5);
        return $socket;
    }
    /** All that comes, and the error behind it. */
    function all(Socket $socket): array
    {
        for ($data = ''; is_string($piece = socket_read($socket, 100)) && $piece !== ''; $data .= $piece);
        return [$data, $piece, error($socket)];
    }
    function transfer(string $url, int $milliseconds = 5000): string
    {
        $handle = curl_init($url);
        curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_PROXY => '', CURLOPT_TIMEOUT_MS => $milliseconds, CURLOPT_HTTP09_ALLOWED => true]);
        $page = curl_exec($handle);
        // Whether a send or a receive meets a reset first, is chance.
        $errors = [CURLE_OPERATION_TIMEDOUT => 'timed out', CURLE_SEND_ERROR => 'reset', CURLE_RECV_ERROR => 'reset'];
        return $page === false ? $errors[curl_errno($handle)] ?? curl_error($handle) : $page;
    }
    PHP;
meet(array_map(fn ($code) => "$common within($code);", [
    'reset unasked' => '0, 1, function () {
        $socket = settle(open(7011));
        return [socket_read($socket, 1), error($socket), socket_write($socket, "x"), error($socket)];
    }',
    'reset at the first byte' => '0, 1, function () {
        $socket = open(7009);
        return [socket_write($socket, "x"), socket_read(settle($socket), 1), error($socket), socket_write($socket, "x"), error($socket)];
    }',
    'reset while it is written to' => '0, 1, function () {
        $socket = open(7009);
        socket_write($socket, "x");
        settle($socket);
        return [socket_send($socket, str_repeat("x", 1 << 20), 1 << 20, 0), error($socket), socket_write($socket, "x"), error($socket)];
    }',
    'reset behind half a line' => '0, 1, function () {
        $socket = open(7012);
        return [socket_read($socket, 11), socket_write($socket, "x"), ...all(settle($socket))];
    }',
    'a byte each tenth of a second' => '1, 2, fn () => all(open(7013))',
    'half a close' => '0, 1, function () {
        $socket = open(7010);
        return [...all($socket), socket_write($socket, "x"), error($socket)];
    }',
    'a page that never comes' => '0.5, 1, fn () => transfer("http://93.184.217.62:7008/", 500)',
    'a page, a byte each minute' => '0.5, 1, fn () => transfer("http://93.184.217.62:7014/", 500)',
    'a page, reset' => '0, 1, fn () => transfer("http://93.184.217.62:7009/")',
    'a page, reset unasked' => '0, 1, fn () => transfer("http://93.184.217.62:7011/")',
    'no ServerHello' => '0.5, 1, fn () => transfer("https://93.184.217.62:7008/", 500)',
    'nothing behind ServerHello' => '0.5, 1, fn () => transfer("https://93.184.217.62:7015/", 500)',
    'a handshake that dribbles' => '0.5, 1, fn () => transfer("https://93.184.217.62:7016/", 500)',
]));

// Stock PHP waits for ever where a script sets no time-out; aesock bounds each wait of a socket by default_socket_timeout.
$stall = "$common ini_set('default_socket_timeout', '1'); within(1, 2, fn () => all(open(7014)));";
echo 'a byte each minute, with aesock: ', ours($stall);
?>
--EXPECT--
reset unasked: warning: socket_read(): unable to read from socket [104]: Connection reset by peer
warning: socket_write(): unable to write to socket [32]: Broken pipe
[false,104,false,32]
reset at the first byte: warning: socket_read(): unable to read from socket [104]: Connection reset by peer
warning: socket_write(): unable to write to socket [32]: Broken pipe
[1,false,104,false,32]
reset while it is written to: warning: socket_send(): Unable to write to socket [104]: Connection reset by peer
warning: socket_write(): unable to write to socket [32]: Broken pipe
[false,104,false,32]
reset behind half a line: warning: socket_read(): unable to read from socket [104]: Connection reset by peer
["half a line",1,"",false,104]
a byte each tenth of a second: ["bit by bit\n","",0]
half a close: ["line1\nline2\n","",0,1,0]
a page that never comes: timed out
a page, a byte each minute: timed out
a page, reset: reset
a page, reset unasked: reset
no ServerHello: timed out
nothing behind ServerHello: timed out
a handshake that dribbles: timed out
a byte each minute, with aesock: ["b",false,11]
