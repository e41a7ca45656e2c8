--TEST--
Refusals are among the errors of streams that PHP 8.6 keeps for scripts, in the order and with the codes of the engine's own
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (!function_exists('stream_last_errors')) {
    die('skip PHP 8.6 brought stream_last_errors()');
}
?>
--INI--
aesock.quota=bytes_sent:10/day
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

/** Prints the errors that were kept. */
function kept(): void
{
    foreach (stream_last_errors() as $error) {
        echo '  ', $error->code->name, ': ', strtok($error->message, "\n"), "\n";
    }
    stream_clear_errors();
}
function context(array $options = []): mixed
{
    return stream_context_create($options + ['stream' => ['error_mode' => StreamErrorMode::Silent, 'error_store' => StreamErrorStore::All]]);
}

echo "a handshake that fails\n";
tell(@stream_socket_client('ssl://93.184.216.34:443', $errno, $error, 3, STREAM_CLIENT_CONNECT, context(['ssl' => ['peer_name' => 'wrong.test']])));
kept();
echo "http\n";
tell(file_get_contents('http://10.0.0.5/', false, context()));
kept();
echo "ftp\n";
tell(file_get_contents('ftp://93.184.216.34/x', false, context()));
kept();
echo "a quota\n";
$stream = stream_socket_client('tcp://93.184.216.34:7', $errno, $error, 3, STREAM_CLIENT_CONNECT, context());
fwrite($stream, str_repeat('x', 20));
tell(fwrite($stream, 'x'));
kept();
echo "an exception instead\n";
try {
    file_get_contents('http://10.0.0.5/', false, stream_context_create(['stream' => ['error_mode' => StreamErrorMode::Exception]]));
} catch (StreamException $exception) {
    echo get_class($exception), ' ', $exception->getMessage(), "\n";
}
?>
--EXPECTF--
a handshake that fails
false
  ProtocolError: SSL operation failed with code 1. OpenSSL Error messages:
  ProtocolError: Failed to enable crypto
http
false
  OpenFailed: Failed to open stream: Permission denied: 10.0.0.5 is a private address
ftp
false
  OpenFailed: Failed to open stream: Permission denied: FTP to 93.184.216.34 is not supported
a quota
false
  NetworkSendFailed: Send of 1 bytes failed with errno=122 Quota exceeded: the quota of 10 bytes sent a day is used up until 00:00:00 UTC
an exception instead
StreamException %S10.0.0.5 is a private address%S
