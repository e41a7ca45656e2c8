<?php
// A server: echo over TLS, for any number of clients.
require __DIR__ . '/bench.inc';

restore_error_handler();
$certificate = ['local_cert' => "$lab/web.pem", 'local_pk' => "$lab/web.key"];
$context = stream_context_create(['ssl' => $certificate, 'socket' => ['tcp_nodelay' => true]]);
$server = stream_socket_server("tls://0.0.0.0:$port", context: $context);
for ($streams = [$server]; ;) {
    [$read, $write, $except] = [$streams, null, null];
    stream_select($read, $write, $except, null);
    foreach ($read as $stream) {
        if ($stream === $server) {
            if ($client = @stream_socket_accept($server)) {
                // A record of TLS at a time: what OpenSSL keeps, select does not see.
                stream_set_chunk_size($client, 16384);
                $streams[(int) $client] = $client;
            }
        } elseif (($data = fread($stream, 16384)) === '' || $data === false) {
            unset($streams[(int) $stream]);
        } else {
            fwrite($stream, $data);
        }
    }
}
