--TEST--
A socket whose stream was closed leads nowhere, whatever has its descriptor by then: nothing is read, written, set or received by it
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

$socket = socket_import_stream($stream = fsockopen('93.184.216.34', 7));
fclose($stream);
// One of these has the descriptor now.
$pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
fwrite($pair[0], 'for the other');
fwrite($pair[1], 'for the one');
$message = ['buffer_size' => 10, 'controllen' => socket_cmsg_space(SOL_SOCKET, SCM_RIGHTS, 1)];
tell(socket_recvmsg($socket, $message), array_key_exists('control', $message));
tell(socket_read($socket, 1), socket_write($socket, 'x'), socket_set_nonblock($socket), socket_getpeername($socket, $address), socket_shutdown($socket));
[$read, $none] = [[$socket], null];
tell(socket_select($read, $none, $none, 0));
tell(fread($pair[1], 20), fread($pair[0], 20));

// User code that closes the stream while the message is converted.
class Closes
{
    public function __toString(): string
    {
        fclose($GLOBALS['stream']);
        $GLOBALS['pair'] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        fwrite($GLOBALS['pair'][0], 'x');
        fwrite($GLOBALS['pair'][1], 'x');
        return '10';
    }
}
$pair = null;
$socket = socket_import_stream($stream = fsockopen('93.184.216.34', 7));
$message = ['buffer_size' => new Closes(), 'controllen' => 64];
tell(socket_recvmsg($socket, $message), is_resource($stream));
?>
--EXPECT--
warning: socket_recvmsg(): Error in recvmsg [9]: Bad file descriptor
false false
warning: socket_read(): unable to read from socket [9]: Bad file descriptor
warning: socket_write(): unable to write to socket [9]: Bad file descriptor
warning: socket_set_nonblock(): unable to set nonblocking mode [9]: Bad file descriptor
warning: socket_getpeername(): unable to retrieve peer name [9]: Bad file descriptor
warning: socket_shutdown(): Unable to shutdown socket [9]: Bad file descriptor
false false false false false
warning: socket_select(): Unable to select [9]: Bad file descriptor
false
"for the other" "for the one"
warning: socket_recvmsg(): Error in recvmsg [9]: Bad file descriptor
false false
