--TEST--
socket_close() that aesock brings leaves the stream of the socket open within a filter of it, as fclose() does
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

echo php(<<<'PHP'
    class Closes extends php_user_filter {
        function filter($in, $out, &$consumed, bool $closing): int {
            if (!$closing) {
                echo @fclose($GLOBALS['stream']) ? 'closed' : 'fclose() refuses', "\n";
                @socket_close($GLOBALS['socket']);
                echo error_get_last()['message'], "\n";
            }
            while ($bucket = stream_bucket_make_writeable($in)) {
                $consumed += $bucket->datalen;
                stream_bucket_append($out, $bucket);
            }
            return PSFS_PASS_ON;
        }
    }
    stream_filter_register('closes', 'Closes');
    $stream = stream_socket_client('udp://93.184.216.34:7');
    $socket = socket_import_stream($stream);
    $filter = stream_filter_append($stream, 'closes', STREAM_FILTER_WRITE);
    var_dump(fwrite($stream, 'hello'), socket_recv($socket, $data, 10, 0), $data);
    stream_filter_remove($filter);
    socket_close($socket);
    var_dump(is_resource($stream));
    PHP, ['aesock.sockets' => '1']);
?>
--EXPECT--
fclose() refuses
socket_close(): cannot close the provided stream, as it must not be manually closed
int(5)
int(5)
string(5) "hello"
bool(false)
