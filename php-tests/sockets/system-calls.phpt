--TEST--
The kernel is told how long to wait when a socket may come to its first wait: a connect makes one system call more than in stock PHP, a datagram with its answer one, and what never waits none
--EXTENSIONS--
sockets
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
exec('command -v strace') || die('skip needs strace');
$reason = 'its own system calls are seen, too';
require __DIR__ . '/../include/no-valgrind.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';
require __DIR__ . '/../include/strace.inc';

const TCP = '$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);';
const UDP = '$socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);';
const CONNECT = 'socket_connect($socket, "93.184.216.34", 7);';
const ASK = 'socket_write($socket, "x"); socket_read($socket, 1);';
$cases = [
    'connect' => TCP . CONNECT,
    'connect, ask' => TCP . CONNECT . ASK,
    'connect, ask twice' => TCP . CONNECT . ASK . ASK,
    'a datagram' => UDP . 'socket_sendto($socket, "x", 1, 0, "93.184.216.34", 7);',
    'a datagram and its answer' => UDP . 'socket_sendto($socket, "x", 1, 0, "93.184.216.34", 7); socket_recvfrom($socket, $data, 1, 0, $from, $port);',
    'two datagrams' => UDP . CONNECT . 'socket_send($socket, "x", 1, 0); socket_send($socket, "x", 1, 0);',
    'without waits' => TCP . 'socket_set_nonblock($socket); @' . CONNECT . '@socket_read($socket, 1);',
    'a stream of it' => TCP . 'socket_export_stream($socket);',
];
/** The system calls of a script that does this so many times. */
$count = function (array $command, string $code, int $times): array {
    $command = [...strace('-qq', '-e', 'signal=none', '-e', 'trace=socket,connect,sendto,recvfrom,write,setsockopt'), ...$command, '-r', "for (\$i = 0; \$i < $times; \$i++) { $code }"];
    exec(implode(' ', array_map(escapeshellarg(...), $command)) . ' 2>&1', $lines);
    return array_count_values(preg_filter('/^(\w+)\((?:\d+, SOL_SOCKET, (SO_(?:SND|RCV)TIMEO)_OLD, "(?:\\\\7|\\\\a)\\\\0.*)?.*/', '$1 $2', $lines));
};
/** Those of one time. */
$calls = function (array $command, string $code) use ($count): string {
    [$few, $many] = [$count($command, $code, 10), $count($command, $code, 30)];
    $each = array_filter(array_map(fn (string $name) => (int) round(($many[$name] - ($few[$name] ?? 0)) / 20), array_combine(array_keys($many), array_keys($many))));
    ksort($each);
    return implode(', ', array_map(fn (string $name, int $times) => trim($name) . ($times > 1 ? " $times times" : ''), array_keys($each), $each));
};
// Seven seconds: nothing else waits for so long.
$settings = ['default_socket_timeout' => 7];
$ours = command($settings, ini_get('aesock.sockets') ? ['AESOCK'] : ['AESOCK', 'sockets']);
$stock = [getenv('TEST_PHP_EXECUTABLE'), '-n', '-d', 'extension=sockets', '-d', 'default_socket_timeout=7'];
foreach ($cases as $name => $code) {
    $more = array_diff(explode(', ', $calls($ours, $code)), $native = explode(', ', $calls($stock, $code)));
    echo "$name: ", implode(', ', $native), '; ', implode(', ', $more) ?: 'nothing', " more\n";
}
?>
--EXPECT--
connect: connect, socket; setsockopt SO_SNDTIMEO more
connect, ask: connect, recvfrom, socket, write; setsockopt SO_RCVTIMEO, setsockopt SO_SNDTIMEO more
connect, ask twice: connect, recvfrom 2 times, socket, write 2 times; setsockopt SO_RCVTIMEO, setsockopt SO_SNDTIMEO more
a datagram: sendto, socket; nothing more
a datagram and its answer: recvfrom, sendto, socket; setsockopt SO_RCVTIMEO more
two datagrams: connect, sendto 2 times, socket; setsockopt SO_SNDTIMEO more
without waits: connect, recvfrom, socket; nothing more
a stream of it: socket; setsockopt SO_RCVTIMEO, setsockopt SO_SNDTIMEO more
