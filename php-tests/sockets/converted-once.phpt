--TEST--
An argument is converted once, and what goes out is what was judged
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

print_warnings();
/** Another text each time it is asked. */
final class Fickle
{
    public int $asked = 0;

    public function __construct(private string $first, private string $second) {}

    public function __toString(): string
    {
        return $this->asked++ === 0 ? $this->first : $this->second;
    }
}
/** A text that does something else first. */
final class Busy
{
    public function __construct(private string $text, private Closure $do) {}

    public function __toString(): string
    {
        ($this->do)();
        return $this->text;
    }
}
$good = fn () => new Fickle('93.184.217.75', '10.11.15.9');
$bad = fn () => new Fickle('10.11.15.9', '93.184.217.76');
$message = fn (mixed $address, mixed $port = 7, mixed $family = null) => ['name' => array_filter(['family' => $family, 'addr' => $address, 'port' => $port]), 'iov' => ['x']];

echo "connect:\n";
echo result(socket_connect($socket = tcp(), $good(), 7), $socket) . ' ' . peer($socket) . "\n";
echo result(socket_connect($socket = tcp(), $bad(), 7), $socket) . ' ' . peer($socket) . "\n";
$text = $good();
socket_connect(tcp(), $text, '7');
echo "asked $text->asked time\n";
echo "sendto:\n";
$udp = udp();
echo result(socket_sendto($udp, 'x', 1, 0, $good(), 7), $udp) . "\n";
echo result(socket_sendto($udp, 'x', 1, 0, $bad(), 7), $udp) . "\n";
echo result(socket_sendto($udp, $data = new Fickle('1', '22'), 9, 0, '93.184.217.75', '7'), $udp) . ", asked $data->asked time\n";
echo "sendmsg:\n";
echo result(socket_sendmsg($udp, $message($good())), $udp) . "\n";
echo result(socket_sendmsg($udp, $message($bad())), $udp) . "\n";
echo result(socket_sendmsg($udp, $message('93.184.217.75', new Fickle('7', '25'))), $udp) . "\n";
echo result(socket_sendmsg($udp, $message('93.184.217.75', new Fickle('25', '7'))), $udp) . "\n";
echo "bind:\n";
echo result(socket_bind($socket = tcp(), new Fickle('0.0.0.0', '127.0.0.1')), $socket) . "\n";
echo result(socket_bind($socket = tcp(), new Fickle('127.0.0.1', '0.0.0.0')), $socket) . "\n";

echo "what a reference leads to, changed meanwhile:\n";
$port = 7;
$socket = tcp();
echo result(socket_connect($socket, new Busy('93.184.217.75', function () use (&$port) { $port = 25; }), $port), $socket) . ' ' . peer($socket) . "\n";
$name = ['addr' => '93.184.217.75', 'port' => 7];
$message_by_reference = ['name' => &$name, 'iov' => [new Busy('x', function () use (&$name) { $name['port'] = 25; })]];
echo result(socket_sendmsg($udp, $message_by_reference), $udp) . "\n";
$address = '93.184.217.75';
$message_by_reference = ['name' => ['addr' => &$address, 'port' => new Busy('7', function () use (&$address) { $address = '10.11.15.9'; })], 'iov' => ['x']];
echo result(socket_sendmsg($udp, $message_by_reference), $udp) . "\n";
$address = '10.11.15.9';
$message_by_reference = ['name' => ['addr' => &$address, 'port' => 7], 'iov' => [new Busy('x', function () use (&$address) { $address = '93.184.217.75'; })]];
echo result(socket_sendmsg($udp, $message_by_reference), $udp) . "\n";
$address = '93.184.217.75';
$message_by_reference = ['name' => ['addr' => &$address, 'port' => 7], 'iov' => [new Busy('x', function () use (&$address) { $address = '10.11.15.9'; })]];
echo result(socket_sendmsg($udp, $message_by_reference), $udp) . "\n";

echo "closed meanwhile:\n";
foreach (['socket_connect', 'socket_bind'] as $function) {
    $socket = tcp();
    try {
        $function($socket, new Busy('93.184.217.75', fn () => socket_close($socket)), 7);
    } catch (Error $error) {
        echo $error->getMessage(), "\n";
    }
}
$address = fn (Socket $socket) => new Busy('93.184.217.75', fn () => socket_close($socket));
foreach ([fn ($udp) => socket_sendto($udp, 'x', 1, 0, $address($udp), 7), fn ($udp) => socket_sendmsg($udp, $message($address($udp)))] as $call) {
    try {
        $call(udp());
    } catch (Error $error) {
        echo $error->getMessage(), "\n";
    }
}
echo "thrown:\n";
$throw = new Busy('', fn () => throw new Exception('no text'));
$calls = [
    fn () => socket_connect(tcp(), $throw, 7), fn () => socket_bind(tcp(), $throw), fn () => socket_sendto($udp, 'x', 1, 0, $throw, 7), fn () => socket_sendto($udp, $throw, 1, 0, '93.184.217.75', 7),
    fn () => socket_sendmsg($udp, $message($throw)), fn () => socket_sendmsg($udp, $message('93.184.217.75', $throw)), fn () => socket_write($udp, $throw),
];
foreach ($calls as $call) {
    try {
        $call();
    } catch (Exception $exception) {
        echo $exception->getMessage(), ' ', socket_last_error(), "\n";
    }
}
echo implode("\n", preg_grep('/93\.184\.217\.7[56]|10\.11\.15\.9/', lab_seen())), "\n";
?>
--EXPECT--
connect:
true 93.184.217.75 7
warning: socket_connect(): unable to connect [13]: Permission denied: 10.11.15.9 is a private address
false with 13 and 13 nobody
asked 1 time
sendto:
1
warning: socket_sendto(): Unable to write to socket [13]: Permission denied: 10.11.15.9 is a private address
false with 13 and 13
1, asked 1 time
sendmsg:
1
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.11.15.9 is a private address
false with 13 and 13
1
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: port 25 of 93.184.217.75 is blocked, use 587 or 465
false with 13 and 13
bind:
true
warning: socket_bind(): Unable to bind address [13]: Permission denied: binding to 127.0.0.1:0 is not allowed, the system chooses the local address
false with 13 and 13
what a reference leads to, changed meanwhile:
true 93.184.217.75 7
warning: socket_sendmsg(): error converting user data (path: msghdr > name): expected an array here
false
1
1
warning: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.11.15.9 is a private address
false with 13 and 13
closed meanwhile:
socket_connect(): Argument #1 ($socket) has already been closed
socket_bind(): Argument #1 ($socket) has already been closed
socket_sendto(): Argument #1 ($socket) has already been closed
socket_sendmsg(): Argument #1 ($socket) has already been closed
thrown:
no text 0
no text 0
no text 0
no text 0
no text 0
no text 0
no text 0
internet tcp 93.184.217.75 7
internet tcp 93.184.217.75 7
internet udp 93.184.217.75 7
internet udp 93.184.217.75 7
internet udp 93.184.217.75 7
internet udp 93.184.217.75 7
internet tcp 93.184.217.75 7
internet udp 93.184.217.75 7
internet udp 93.184.217.75 7
