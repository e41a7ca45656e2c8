--TEST--
A socket taken from a stream of the script's leads nowhere once the stream within is closed, whatever has its descriptor by then, and such a stream cannot be closed while it is asked for its descriptor
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow="socketpair"
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

class Wrapper
{
    public $context;
    public static $inner, $asked, $set;

    public function stream_open(): bool
    {
        return true;
    }

    public function stream_cast(int $as)
    {
        (self::$asked ?? fn () => 0)();
        return self::$inner;
    }

    public function stream_set_option(): bool
    {
        (self::$set ?? fn () => 0)();
        return false;
    }
}

/** Two ends that have the descriptors which are free, with something to read in both. */
function bystanders(): array
{
    $pairs = [];
    for ($number = 0; $number < 3; $number++) {
        $pairs[] = $pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        array_map(fn ($end) => fwrite($end, 'theirs'), $pair);
    }
    return $pairs;
}

function untouched(array $pairs): bool
{
    return array_unique(array_map(fn ($end) => fread($end, 9), array_merge(...$pairs))) === ['theirs'];
}

print_warnings();
stream_wrapper_register('wrapped', Wrapper::class);

Wrapper::$inner = fsockopen('93.184.216.34', 7);
$socket = socket_import_stream($outer = fopen('wrapped://', 'r+'));
echo 'used: ', socket_write($socket, 'echo'), ' ', socket_read($socket, 4), ' ', json_encode(socket_export_stream($socket) === $outer), "\n";
fclose(Wrapper::$inner);
$bystanders = bystanders();
echo "closed:\n";
tell(socket_read($socket, 6), socket_write($socket, 'ours'), socket_set_nonblock($socket), socket_getpeername($socket, $address), socket_shutdown($socket));
[$read, $none] = [[$socket], null];
tell(socket_select($read, $none, $none, 0));
tell(untouched($bystanders));
unset($socket, $outer, $bystanders);

Wrapper::$inner = fsockopen('93.184.216.34', 7);
Wrapper::$set = function () {
    Wrapper::$set = null;
    fclose(Wrapper::$inner);
    $GLOBALS['bystanders'] = bystanders();
};
echo "closed while it is imported:\n";
$socket = socket_import_stream($outer = fopen('wrapped://', 'r+'));
tell(socket_read($socket, 6), untouched($bystanders));
unset($socket, $outer, $bystanders);

echo "the stream itself, while it is asked:\n";
Wrapper::$inner = fsockopen('93.184.216.34', 7);
$outer = fopen('wrapped://', 'r+');
Wrapper::$asked = function () {
    Wrapper::$asked = null;
    set_error_handler(fn () => true);
    echo json_encode(fclose($GLOBALS['outer'])), "\n";
    restore_error_handler();
};
$socket = socket_import_stream($outer);
tell(socket_write($socket, 'echo'), socket_read($socket, 4), fclose($outer));
tell(socket_write($socket, 'echo'));
?>
--EXPECT--
used: 4 echo true
closed:
warning: socket_read(): unable to read from socket [9]: Bad file descriptor
warning: socket_write(): unable to write to socket [9]: Bad file descriptor
warning: socket_set_nonblock(): unable to set nonblocking mode [9]: Bad file descriptor
warning: socket_getpeername(): unable to retrieve peer name [9]: Bad file descriptor
warning: socket_shutdown(): Unable to shutdown socket [9]: Bad file descriptor
false false false false false
warning: socket_select(): Unable to select [9]: Bad file descriptor
false
true
closed while it is imported:
warning: socket_read(): unable to read from socket [9]: Bad file descriptor
false true
the stream itself, while it is asked:
false
4 "echo" true
warning: socket_write(): unable to write to socket [9]: Bad file descriptor
false
