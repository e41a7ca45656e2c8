--TEST--
Either half of a connection closes by itself, while data still arrives through the other, as in stock PHP
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow="listen, tcp://loopback"
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock(<<<'PHP'
    print_warnings();
    function connect(string $address): array
    {
        $server = stream_socket_server("tcp://$address:0");
        $client = stream_socket_client('tcp://' . stream_socket_get_name($server, false));
        return [$client, stream_socket_accept($server, 5)];
    }
    function arrives($stream, string $text): void
    {
        tell(await(fn () => stream_socket_recvfrom($stream, 100, STREAM_PEEK), $text) === $text);
    }

    foreach (['127.0.0.1', '[::1]'] as $address) {
        echo "the client has said all\n";
        [$client, $server] = connect($address);
        fwrite($client, "question\n");
        tell(stream_socket_shutdown($client, STREAM_SHUT_WR), fwrite($client, 'more'));
        tell(fgets($server), fgets($server), feof($server), feof($client));
        tell(fwrite($server, "answer\n"), fgets($client), feof($client), fwrite($server, "and more\n"), fgets($client));
        tell(stream_socket_shutdown($client, STREAM_SHUT_WR));
        fclose($server);
        tell(fgets($client), feof($client));

        echo "the server has said all\n";
        [$client, $server] = connect($address);
        fwrite($server, "greeting\n");
        stream_socket_shutdown($server, STREAM_SHUT_WR);
        tell(fgets($client), fgets($client), feof($client));
        tell(fwrite($client, "still here\n"), fgets($server), feof($server), fwrite($client, "and here\n"), fgets($server));
        fclose($client);
        tell(fgets($server), feof($server));

        echo "the client hears no more\n";
        [$client, $server] = connect($address);
        fwrite($server, 'early');
        arrives($client, 'early');
        tell(stream_socket_shutdown($client, STREAM_SHUT_RD), fwrite($server, ' and late'));
        arrives($client, 'early and late');
        tell(fread($client, 100), fread($client, 100), feof($client), fwrite($client, "heard\n"), fgets($server), feof($server));

        echo "both halves, one after the other\n";
        [$client, $server] = connect($address);
        fwrite($server, 'unread');
        arrives($client, 'unread');
        tell(stream_socket_shutdown($client, STREAM_SHUT_WR), stream_socket_shutdown($client, STREAM_SHUT_RD), stream_socket_shutdown($client, STREAM_SHUT_RDWR));
        tell(fread($client, 100), fread($client, 100), feof($client), fread($server, 100), feof($server));
    }

    echo "a megabyte comes after the half-close\n";
    [$client, $server] = connect('127.0.0.1');
    stream_socket_shutdown($client, STREAM_SHUT_WR);
    tell(fread($server, 1), feof($server));
    stream_set_blocking($server, false);
    $data = str_repeat('0123456789abcdef', 65536);
    $received = '';
    for ($rest = $data; strlen($received) < strlen($data) && !feof($client);) {
        $read = [$client];
        $write = $rest === '' ? null : [$server];
        $none = null;
        stream_select($read, $write, $none, 5) or die('nothing moves');
        $rest = substr($rest, $write ? fwrite($server, $rest) : 0);
        $received .= $read ? fread($client, 65536) : '';
    }
    tell($received === $data);
    PHP);
?>
--EXPECT--
the client has said all
warning: fwrite(): Send of 4 bytes failed with errno=32 Broken pipe
true false
"question\n" false true false
7 "answer\n" false 9 "and more\n"
true
false true
the server has said all
"greeting\n" false true
11 "still here\n" false 9 "and here\n"
false true
the client hears no more
true
true 9
true
"early and late" "" true 6 "heard\n" false
both halves, one after the other
true
true true true
"unread" "" true "" true
the client has said all
warning: fwrite(): Send of 4 bytes failed with errno=32 Broken pipe
true false
"question\n" false true false
7 "answer\n" false 9 "and more\n"
true
false true
the server has said all
"greeting\n" false true
11 "still here\n" false 9 "and here\n"
false true
the client hears no more
true
true 9
true
"early and late" "" true 6 "heard\n" false
both halves, one after the other
true
true true true
"unread" "" true "" true
a megabyte comes after the half-close
"" true
true
