--TEST--
Code of the script that runs while a message is converted changes nothing about what was judged
--EXTENSIONS--
sockets
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/message-forms.inc';

$socket = null;
$message = [];

/** Sends $message from $socket, with iov, and tells what came of it and what was sent. */
function send(string $title): void
{
    global $socket, $message;
    $message += ['iov' => ['hello']];
    lab_seen();
    try {
        $told = json_encode(socket_sendmsg($socket, $message));
    } catch (Throwable $error) {
        $told = get_class($error) . ': ' . $error->getMessage();
    }
    echo "$title: $told, ", implode(', ', lab_seen()) ?: 'no packet', "\n";
}

function new_socket(): void
{
    global $socket;
    $socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
}

set_error_handler(function (int $level, string $text): bool {
    echo "    $text\n";
    return true;
});

const ALLOWED = '93.184.216.152';
const DENIED = '10.0.0.152';

new_socket();
$times = 0;
$changing = new Says(function () use (&$times): string {
    return $times++ === 0 ? ALLOWED : DENIED;
});
$message = ['name' => ['addr' => $changing, 'port' => 7]];
send('an address that changes');
echo "    $times time\n";
$times = 1;
send('the same, denied first');

$port = 0;
$message = ['name' => ['addr' => ALLOWED, 'port' => new Says(function () use (&$port): string {
    return $port++ === 0 ? '7' : '25';
})]];
send('a port that changes');
echo "    $port time\n";

$address = ALLOWED;
$message = ['name' => ['addr' => &$address, 'port' => new Says(function () use (&$address): string {
    $address = DENIED;
    return '7';
})]];
send('the port changes the address by reference');

$message = ['name' => ['family' => new Says(function () use (&$address): string {
    $address = DENIED;
    return '2';
}), 'addr' => &$address, 'port' => 7]];
$address = ALLOWED;
send('the family changes the address by reference');

unset($address);
$message = ['name' => ['addr' => ALLOWED, 'port' => new Says(function (): string {
    $GLOBALS['message']['name']['addr'] = DENIED;
    return '7';
})]];
send('the port changes the message');

$message = ['name' => ['addr' => ALLOWED, 'port' => new Says(function (): string {
    $GLOBALS['message'] = null;
    return '7';
})]];
send('the port releases the message');

$name = ['addr' => ALLOWED, 'port' => new Says(function () use (&$name): string {
    $name = ['addr' => DENIED, 'port' => 7];
    return '7';
})];
$message = ['name' => &$name];
send('the name is a reference, and changed');
unset($name);

// The parts are converted first.
$address = ALLOWED;
$message = ['name' => ['addr' => &$address, 'port' => 7], 'iov' => [new Says(function () use (&$address): string {
    $address = DENIED;
    return 'hello';
})]];
send('a part changes the address by reference');
unset($address);

$address = new Says(function () use (&$address): string {
    $address = null;
    $GLOBALS['message'] = null;
    return ALLOWED;
});
$message = ['name' => ['addr' => &$address, 'port' => 7]];
send('an address that releases itself');
unset($address);

foreach (['addr', 'port', 'family'] as $key) {
    $message = ['name' => [$key => new Says(fn () => throw new DomainException("by $key"))] + ['family' => AF_INET, 'addr' => ALLOWED, 'port' => 7]];
    send("$key throws");
}

foreach (['addr' => ALLOWED, 'port' => '7', 'family' => '2'] as $key => $value) {
    $message = ['name' => [$key => new Says(function () use ($value): string {
        socket_close($GLOBALS['socket']);
        return $value;
    })] + ['addr' => ALLOWED, 'port' => 7]];
    new_socket();
    send("$key closes the socket");
}

new_socket();
$message = ['name' => ['addr' => new Says(function (): string {
    $inner = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
    foreach ([DENIED, '93.184.216.153'] as $address) {
        $sent = socket_sendmsg($inner, ['name' => ['addr' => $address, 'port' => 7], 'iov' => ['hello']]);
        echo '    inside: ', json_encode($sent), "\n";
    }
    return ALLOWED;
}), 'port' => 7]];
send('the address sends messages of its own');

restore_error_handler();
set_error_handler(function (int $level, string $text): bool {
    socket_close($GLOBALS['socket']);
    throw new LogicException($text);
});
$message = ['name' => ['addr' => ['x'], 'port' => 7]];
send('an error handler closes and throws');
new_socket();
$message = ['name' => ['addr' => DENIED, 'port' => 7]];
send('the same for the warning of the refusal');
?>
--EXPECT--
an address that changes: 5, internet udp 93.184.216.152 7
    1 time
    socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.152 is a private address
the same, denied first: false, no packet
a port that changes: 5, internet udp 93.184.216.152 7
    1 time
the port changes the address by reference: 5, internet udp 93.184.216.152 7
    socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.152 is a private address
the family changes the address by reference: false, no packet
the port changes the message: 5, internet udp 93.184.216.152 7
the port releases the message: 5, internet udp 93.184.216.152 7
    socket_sendmsg(): error converting user data (path: msghdr > name): expected an array here
the name is a reference, and changed: false, no packet
    socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.152 is a private address
a part changes the address by reference: false, no packet
an address that releases itself: 5, internet udp 93.184.216.152 7
addr throws: DomainException: by addr, no packet
port throws: DomainException: by port, no packet
family throws: DomainException: by family, no packet
addr closes the socket: Error: socket_sendmsg(): Argument #1 ($socket) has already been closed, no packet
port closes the socket: Error: socket_sendmsg(): Argument #1 ($socket) has already been closed, no packet
family closes the socket: Error: socket_sendmsg(): Argument #1 ($socket) has already been closed, no packet
    socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.152 is a private address
    inside: false
    inside: 5
the address sends messages of its own: 5, internet udp 93.184.216.153 7, internet udp 93.184.216.152 7
an error handler closes and throws: LogicException: Array to string conversion, no packet
the same for the warning of the refusal: LogicException: socket_sendmsg(): Error in sendmsg [13]: Permission denied: 10.0.0.152 is a private address, no packet
