--TEST--
The largest datagrams of IPv4 and IPv6 go there and back whole, a byte more does not, as in stock PHP
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock(<<<'PHP'
    print_warnings();
    function answer($stream): array
    {
        $read = [$stream];
        $none = null;
        return stream_select($read, $none, $none, 5) ? [stream_socket_recvfrom($stream, 65536, 0, $peer), $peer] : ['nothing', ''];
    }
    foreach (['93.184.217.121' => 65507, '[2606:4700:4700::217:121]' => 65527] as $host => $largest) {
        $stream = stream_socket_client("udp://$host:7");
        foreach ([$largest - 1, $largest, $largest + 1] as $size) {
            $data = str_pad('', $size, "$size bytes ");
            foreach ([fn () => fwrite($stream, $data), fn () => stream_socket_sendto($stream, $data), fn () => stream_socket_sendto($stream, $data, 0, "$host:7")] as $send) {
                $sent = $send();
                tell($size, $sent);
                if ($sent === $size) {
                    [$answer, $peer] = answer($stream);
                    tell($answer === $data, $peer);
                }
            }
        }
        // What a read does not take of a datagram is lost; it takes at most a chunk.
        fwrite($stream, str_repeat('x', $largest));
        tell(strlen(fread($stream, $largest)));
        stream_set_chunk_size($stream, 65536);
        fwrite($stream, str_repeat('y', $largest));
        tell(fread($stream, 65536) === str_repeat('y', $largest));
        stream_socket_sendto($stream, '');
        tell(...answer($stream));
    }
    PHP);
?>
--EXPECT--
65506 65506
true "93.184.217.121:7"
65506 65506
true "93.184.217.121:7"
65506 65506
true "93.184.217.121:7"
65507 65507
true "93.184.217.121:7"
65507 65507
true "93.184.217.121:7"
65507 65507
true "93.184.217.121:7"
warning: fwrite(): Send of 65508 bytes failed with errno=90 Message too long
65508 false
warning: stream_socket_sendto(): Message too long
65508 -1
warning: stream_socket_sendto(): Message too long
65508 -1
8192
true
"" "93.184.217.121:7"
65526 65526
true "[2606:4700:4700::217:121]:7"
65526 65526
true "[2606:4700:4700::217:121]:7"
65526 65526
true "[2606:4700:4700::217:121]:7"
65527 65527
true "[2606:4700:4700::217:121]:7"
65527 65527
true "[2606:4700:4700::217:121]:7"
65527 65527
true "[2606:4700:4700::217:121]:7"
warning: fwrite(): Send of 65528 bytes failed with errno=90 Message too long
65528 false
warning: stream_socket_sendto(): Message too long
65528 -1
warning: stream_socket_sendto(): Message too long
65528 -1
8192
true
"" "[2606:4700:4700::217:121]:7"
