--TEST--
Under a rule `unix:` a udg:// stream is stock's: boundaries, cut datagrams, names, errors, pfsockopen()
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$folder = getenv('LAB_DIR') . '/udg';
mkdir($folder);
$output = as_in_stock("const FOLDER = '$folder';" . <<<'PHP'
    print_warnings();
    $receiver = stream_socket_server('udg://' . FOLDER . '/datagrams', $errno, $errstr, STREAM_SERVER_BIND);
    $listener = stream_socket_server('unix://' . FOLDER . '/listener');
    $clients = [
        stream_socket_client('udg://' . FOLDER . '/datagrams', $errno, $errstr, 3),
        fsockopen('udg://' . FOLDER . '/datagrams', -1, $errno, $errstr, 3),
        pfsockopen('udg://' . FOLDER . '/datagrams', -1, $errno, $errstr, 3),
        pfsockopen('udg://' . FOLDER . '/datagrams', -1, $errno, $errstr, 3),
    ];
    foreach ($clients as $index => $client) {
        tell(stream_get_meta_data($client)['stream_type'], get_resource_type($client), stream_is_local($client));
        tell(stream_socket_get_name($client, true), stream_socket_get_name($client, false), stream_supports_lock($client));
        tell(fwrite($client, "first $index"), stream_socket_sendto($client, "second $index"), stream_socket_sendto($client, ''));
        tell(stream_socket_recvfrom($receiver, 100, STREAM_PEEK), fread($receiver, 100));
        tell(stream_socket_recvfrom($receiver, 3, 0, $from), $from, stream_socket_recvfrom($receiver, 100));
    }
    // The last two are one connection.
    tell(count(array_unique(array_map(fn ($client) => fstat($client)['ino'], $clients))));

    foreach (['/missing', '/listener'] as $path) {
        tell(stream_socket_client('udg://' . FOLDER . $path, $errno, $errstr, 3), $errno, $errstr);
    }
    tell(stream_socket_sendto($clients[0], 'x', 0, FOLDER . '/datagrams'), stream_socket_sendto($clients[0], 'x', STREAM_OOB));
    tell(stream_socket_shutdown($clients[1], STREAM_SHUT_WR), fwrite($clients[1], 'x'));
    fclose($receiver);
    tell(fwrite($clients[0], 'nobody is there'), feof($clients[0]));
    array_map(unlink(...), glob(FOLDER . '/*'));
    PHP, settings: ['aesock.allow' => "listen, unix:$folder/*"]);
echo str_replace($folder, 'FOLDER', $output);
?>
--EXPECT--
"udg_socket" "stream" false
"FOLDER/datagrams" false false
7 8 0
"first 0" "first 0"
"sec" "" ""
"udg_socket" "stream" false
"FOLDER/datagrams" false false
7 8 0
"first 1" "first 1"
"sec" "" ""
"udg_socket" "persistent stream" false
"FOLDER/datagrams" false false
7 8 0
"first 2" "first 2"
"sec" "" ""
"udg_socket" "persistent stream" false
"FOLDER/datagrams" false false
7 8 0
"first 3" "first 3"
"sec" "" ""
3
warning: stream_socket_client(): Unable to connect to udg://FOLDER/missing (No such file or directory)
false 2 "No such file or directory"
warning: stream_socket_client(): Unable to connect to udg://FOLDER/listener (Protocol wrong type for socket)
false 91 "Protocol wrong type for socket"
warning: stream_socket_sendto(): Failed to parse `FOLDER/datagrams' into a valid network address
warning: stream_socket_sendto(): Operation not supported
false -1
warning: fwrite(): Send of 1 bytes failed with errno=32 Broken pipe
true false
warning: fwrite(): Send of 15 bytes failed with errno=111 Connection refused
false false
