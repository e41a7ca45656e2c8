--TEST--
Out-of-band data over TCP, both ways: selected, read apart from the rest, and told apart from TLS, as in stock PHP
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow="listen, tcp://loopback"
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock(<<<'PHP'
    print_warnings();
    foreach (['127.0.0.1', '[::1]'] as $address) {
        $server = stream_socket_server("tcp://$address:0");
        $client = stream_socket_client('tcp://' . stream_socket_get_name($server, false));
        $accepted = stream_socket_accept($server, 5);
        foreach (['client' => [$client, $accepted], 'server' => [$accepted, $client]] as $from => [$sender, $receiver]) {
            echo "$from sends\n";
            $none = null;
            // Nothing is there yet.
            $except = [$receiver];
            tell(stream_select($none, $none, $except, 0), stream_socket_recvfrom($receiver, 1, STREAM_OOB));

            tell(stream_socket_sendto($sender, 'before'), stream_socket_sendto($sender, 'ab!', STREAM_OOB), stream_socket_sendto($sender, 'after'));
            $except = ['urgent' => $receiver];
            tell(stream_select($none, $none, $except, 5), array_keys($except));
            tell(stream_socket_recvfrom($receiver, 10, STREAM_OOB | STREAM_PEEK), stream_socket_recvfrom($receiver, 10, STREAM_OOB, $peer), $peer);
            tell(stream_socket_recvfrom($receiver, 10, STREAM_OOB));
            // Reading stops at the mark.
            tell(fread($receiver, 100));
            await(fn () => stream_socket_recvfrom($receiver, 100, STREAM_PEEK), 'after');
            tell(fread($receiver, 100));

            // What nobody fetches is not among the rest.
            stream_socket_sendto($sender, 'x', STREAM_OOB);
            $except = [$receiver];
            stream_select($none, $none, $except, 5);
            stream_socket_sendto($sender, "rest\n");
            tell(fgets($receiver));
        }
    }

    $tls = stream_socket_client('ssl://plain.test:443', $errno, $errstr, 5, context: trusting());
    stream_set_blocking($tls, false);
    tell(stream_socket_sendto($tls, '!', STREAM_OOB), stream_socket_recvfrom($tls, 1, STREAM_OOB), stream_socket_recvfrom($tls, 1, STREAM_PEEK));
    $udp = stream_socket_client('udp://93.184.216.34:7');
    tell(stream_socket_sendto($udp, '!', STREAM_OOB));
    stream_set_blocking($udp, false);
    tell(stream_socket_recvfrom($udp, 1, STREAM_OOB));
    PHP);
?>
--EXPECT--
client sends
0 false
6 3 5
1 ["urgent"]
"!" "!" ""
false
"beforeab"
"after"
"rest\n"
server sends
0 false
6 3 5
1 ["urgent"]
"!" "!" ""
false
"beforeab"
"after"
"rest\n"
client sends
0 false
6 3 5
1 ["urgent"]
"!" "!" ""
false
"beforeab"
"after"
"rest\n"
server sends
0 false
6 3 5
1 ["urgent"]
"!" "!" ""
false
"beforeab"
"after"
"rest\n"
1 false false
warning: stream_socket_sendto(): Operation not supported
-1
false
