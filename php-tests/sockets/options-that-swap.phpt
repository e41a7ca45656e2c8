--TEST--
Code that runs while an opened option or control data is converted cannot put another socket at the descriptor: it can close the socket, and get no stream of it
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow=options
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

final class Text
{
    public function __toString(): string
    {
        swap();
        return '1';
    }
}

/** Ends the socket as $end does, and puts another one at its descriptor. */
function swap(): void
{
    global $socket, $other, $end;
    echo $end($socket), "\n";
    $other = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
}

/** By a stream that has the descriptor too. */
function export(Socket $socket): string
{
    $stream = @socket_export_stream($socket);
    return $stream && fclose($stream) ? 'closed by a stream' : socket_strerror(socket_last_error($socket));
}

function close(Socket $socket): string
{
    socket_close($socket);
    return 'closed';
}

set_error_handler(function (int $level, string $message): bool {
    if (str_contains($message, 'could not be converted')) {
        swap();
    } elseif (error_reporting() & $level) {
        echo "$message\n";
    }
    return true;
}, E_WARNING);

const HERE = ['iov' => ['x'], 'name' => ['family' => AF_INET, 'addr' => '93.184.216.38', 'port' => 7]];
$calls = [
    'an object' => fn ($socket) => socket_set_option($socket, SOL_SOCKET, SO_BROADCAST, new stdClass),
    'an element' => fn ($socket) => socket_set_option($socket, SOL_SOCKET, SO_RCVTIMEO, ['sec' => new stdClass, 'usec' => 0]),
    'a group' => fn ($socket) => socket_set_option($socket, IPPROTO_IP, MCAST_JOIN_GROUP, ['group' => '239.1.1.1', 'interface' => new Text]),
    'control data' => fn ($socket) => socket_sendmsg($socket, HERE + ['control' => [['level' => IPPROTO_IPV6, 'type' => IPV6_TCLASS, 'data' => new Text]]]),
];
foreach ($calls as $what => $call) {
    foreach (['export', 'close'] as $end) {
        echo "-- $what\n";
        $other = null;
        $socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
        $call($socket);
        socket_getsockname($other, $address, $port);
        tell(socket_get_option($other, SOL_SOCKET, SO_BROADCAST), socket_get_option($other, SOL_SOCKET, SO_RCVTIMEO)['sec'], $port === 0);
    }
}
// Afterwards it is exported as ever.
$socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
$end = fn () => 'untouched';
tell(socket_set_option($socket, SOL_SOCKET, SO_BROADCAST, new stdClass), is_resource(socket_export_stream($socket)));
?>
--EXPECT--
-- an object
Device or resource busy
0 0 true
-- an object
closed
socket_set_option(): Unable to set socket option [9]: Bad file descriptor
0 0 true
-- an element
Device or resource busy
0 0 true
-- an element
closed
socket_set_option(): Unable to set socket option [9]: Bad file descriptor
0 0 true
-- a group
Device or resource busy
socket_set_option(): No interface with name "1" could be found
0 0 true
-- a group
closed
socket_set_option(): No interface with name "1" could be found
0 0 true
-- control data
Device or resource busy
0 0 true
-- control data
closed
socket_sendmsg(): Error in sendmsg [9]: Bad file descriptor
0 0 true
untouched
true true