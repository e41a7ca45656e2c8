--TEST--
What a message converts to is judged: objects in it that put a TCP socket in the place of the UDP one open no connection
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=udp://10.9.0.0/16:80
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

const FASTOPEN = 0x20000000;

class Swap
{
    public function __construct(private string $text, private bool $late) {}

    public function __toString(): string
    {
        $this->late || $this->swap();
        return $this->text;
    }

    public function __destruct()
    {
        $this->late && $this->swap();
    }

    /** The descriptor of the imported stream becomes that of a TCP socket. */
    private function swap(): void
    {
        global $stream, $other;
        fclose($stream);
        $other = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
    }
}

$messages = [
    fn () => ['name' => ['addr' => new Swap('10.9.0.5', false), 'port' => 80], 'iov' => ['x']],
    fn () => ['name' => ['addr' => new Swap('10.9.0.5', true), 'port' => 80], 'iov' => ['x']],
    fn () => ['name' => ['addr' => '10.9.0.5', 'port' => 80], 'iov' => [new Swap('x', false)]],
    fn () => ['name' => ['addr' => '10.9.0.5', 'port' => 80], 'iov' => ['x', [], new Swap('x', true)]],
];
foreach ($messages as $message) {
    $stream = stream_socket_client('udp://93.184.216.34:7');
    $socket = socket_import_stream($stream);
    var_dump(socket_sendmsg($socket, $message(), FASTOPEN));
    unset($socket, $stream, $other);
}
var_dump(seen_at('10.9.0.5'));

// Other data goes out as the engine makes it.
[$one, $two] = array_map(socket_import_stream(...), stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0));
$text = 'by reference';
var_dump(socket_sendmsg($one, ['iov' => ['a' => 1, 'b' => &$text, 7 => 2.5, null, true]]), socket_read($two, 99));
foreach ([['iov' => []], ['iov' => 'x'], []] as $message) {
    var_dump(socket_sendmsg($one, $message));
}
?>
--EXPECT--
warning: socket_sendmsg(): Error in sendmsg [9]: Bad file descriptor
bool(false)
warning: socket_sendmsg(): Error in sendmsg [9]: Bad file descriptor
bool(false)
warning: socket_sendmsg(): Error in sendmsg [9]: Bad file descriptor
bool(false)
warning: Array to string conversion
warning: socket_sendmsg(): Error in sendmsg [9]: Bad file descriptor
bool(false)
array(0) {
}
int(17)
string(17) "1by reference2.51"
int(0)
warning: socket_sendmsg(): error converting user data (path: msghdr > iov): expected an array here
bool(false)
int(0)
