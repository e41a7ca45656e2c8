--TEST--
Labels, modes and names of an allowed stream are stock's
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['tcp://93.184.216.34:7', 'udp://93.184.216.34:7', 'tcp://[2606:4700:4700::1111]:7'] as $target) {
    $stream = stream_socket_client($target);
    $data = stream_get_meta_data($stream);
    if (PHP_VERSION_ID >= 80400 && $data['uri'] === $target) {
        unset($data['uri']); // PHP 8.4 tells it too
    }
    echo json_encode($data), "\n";
    echo get_resource_type($stream), ', peer ', stream_socket_get_name($stream, true), ', from ', preg_replace('/\d+$/', 'PORT', stream_socket_get_name($stream, false)), "\n";
    var_dump(stream_is_local($stream), stream_isatty($stream), stream_supports_lock($stream), ftell($stream));
}
?>
--EXPECT--
{"timed_out":false,"blocked":true,"eof":false,"stream_type":"tcp_socket\/ssl","mode":"r+","unread_bytes":0,"seekable":false}
stream, peer 93.184.216.34:7, from 192.0.2.2:PORT
bool(false)
bool(false)
bool(false)
int(0)
{"timed_out":false,"blocked":true,"eof":false,"stream_type":"udp_socket","mode":"r+","unread_bytes":0,"seekable":false}
stream, peer 93.184.216.34:7, from 192.0.2.2:PORT
bool(false)
bool(false)
bool(false)
int(0)
{"timed_out":false,"blocked":true,"eof":false,"stream_type":"tcp_socket\/ssl","mode":"r+","unread_bytes":0,"seekable":false}
stream, peer [2606:4700:4700::1111]:7, from [2a01:4f8:c0c:1::2]:PORT
bool(false)
bool(false)
bool(false)
int(0)
