--TEST--
A redis client over ext/sockets: single commands, a pipeline and large values
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
/** As much of the protocol (RESP2) as the test speaks. */
final class Redis
{
    private string $buffer = '';

    public function __construct(private Socket $socket)
    {
    }

    public function send(string|int ...$command): void
    {
        $text = '*' . count($command) . "\r\n";
        foreach ($command as $word) {
            $text .= '$' . strlen($word) . "\r\n$word\r\n";
        }
        while ($text !== '') {
            $text = substr($text, socket_write($this->socket, $text));
        }
    }

    public function reply(): mixed
    {
        $line = $this->line();
        $rest = substr($line, 1);
        return match ($line[0]) {
            '+' => $rest,
            '-' => "error: $rest",
            ':' => (int) $rest,
            '$' => $rest === '-1' ? null : substr($this->take($rest + 2), 0, -2),
            '*' => array_map(fn () => $this->reply(), array_fill(0, (int) $rest, null)),
        };
    }

    public function call(string|int ...$command): mixed
    {
        $this->send(...$command);
        return $this->reply();
    }

    private function line(): string
    {
        while (($end = strpos($this->buffer, "\r\n")) === false) {
            $this->receive();
        }
        return substr($this->take($end + 2), 0, -2);
    }

    private function take(int $size): string
    {
        while (strlen($this->buffer) < $size) {
            $this->receive();
        }
        $taken = substr($this->buffer, 0, $size);
        $this->buffer = substr($this->buffer, $size);
        return $taken;
    }

    private function receive(): void
    {
        if (!socket_recv($this->socket, $part, 65536, 0)) {
            throw new RuntimeException('redis is gone');
        }
        $this->buffer .= $part;
    }
}

foreach ([[AF_INET, 'plain.test'], [AF_INET6, 'plain6.test']] as [$family, $host]) {
    $socket = socket_create($family, SOCK_STREAM, SOL_TCP);
    socket_connect($socket, $host, 6380);
    $redis = new Redis($socket);
    $key = 'key' . bin2hex(random_bytes(8));

    var_dump($redis->call('PING'), $redis->call('SET', $key, "two\r\nlines\0"), $redis->call('GET', $key) === "two\r\nlines\0");
    var_dump($redis->call('GET', "$key-none"), substr($redis->call('NOTHING'), 0, 26));

    for ($i = 0; $i < 500; $i++) {
        $redis->send('RPUSH', "$key-list", $i);
    }
    $redis->send('LRANGE', "$key-list", 0, -1);
    $counts = [];
    for ($i = 0; $i < 500; $i++) {
        $counts[] = $redis->reply();
    }
    var_dump($counts === range(1, 500), $redis->reply() === array_map('strval', range(0, 499)));

    $large = random_bytes(3 << 20);
    var_dump($redis->call('SET', $key, $large), $redis->call('GET', $key) === $large, $redis->call('DEL', $key, "$key-list"));
    var_dump($redis->call('QUIT'), socket_read($socket, 1));
}
?>
--EXPECT--
string(4) "PONG"
string(2) "OK"
bool(true)
NULL
string(26) "error: ERR unknown command"
bool(true)
bool(true)
string(2) "OK"
bool(true)
int(2)
string(2) "OK"
string(0) ""
string(4) "PONG"
string(2) "OK"
bool(true)
NULL
string(26) "error: ERR unknown command"
bool(true)
bool(true)
string(2) "OK"
bool(true)
int(2)
string(2) "OK"
string(0) ""
