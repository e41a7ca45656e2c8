--TEST--
A TLS session is taken up again in TLS 1.2 and 1.3, from each kind of stream, when a stream lends it, as in stock PHP
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$keys = getenv('LAB_DIR');
serve_in_the_internet(['openssl', 's_server', '-accept', '4445', '-cert', "$keys/web.pem", '-key', "$keys/web.key", '-www'], 'ACCEPT');
echo as_in_stock(<<<'PHP'
    print_warnings();
    const METHODS = ['1.2' => STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, '1.3' => STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT];
    /** What the server says of the session, once it has ended the connection: it takes one client at a time. */
    function session($stream): string
    {
        fwrite($stream, "GET / HTTP/1.0\r\n\r\n");
        preg_match('/^(New|Reused), (TLSv[0-9.]+)/m', stream_get_contents($stream), $match);
        stream_socket_shutdown($stream, STREAM_SHUT_RDWR);
        return $match[0] ?? 'no page';
    }
    function plain()
    {
        return stream_socket_client('tcp://plain.test:4445', $errno, $errstr, 5, context: trusting(['peer_name' => 'plain.test']));
    }
    foreach (METHODS as $version => $method) {
        $context = trusting(['crypto_method' => $method]);
        $lenders = [
            'a stream with TLS later' => function () use ($method) {
                $stream = plain();
                stream_socket_enable_crypto($stream, true, $method);
                return $stream;
            },
            'stream_socket_client' => fn () => stream_socket_client('ssl://plain.test:4445', $errno, $errstr, 5, context: $context),
            'persistent' => fn () => stream_socket_client("ssl://plain.test:4445/$version", $errno, $errstr, 5, STREAM_CLIENT_CONNECT | STREAM_CLIENT_PERSISTENT, $context),
        ];
        foreach ($lenders as $name => $lend) {
            $lender = $lend();
            tell($name, session($lender));
            foreach ([$lender, null] as $session) {
                $stream = plain();
                tell(stream_socket_enable_crypto($stream, true, $method, $session), session($stream));
            }
            fclose($lender);
        }
        // A stream that borrowed lends in turn, also without a method of its own.
        $first = plain();
        stream_socket_enable_crypto($first, true, $method);
        session($first);
        $second = plain();
        stream_socket_enable_crypto($second, true, $method, $first);
        session($second);
        fclose($first);
        $third = stream_socket_client('tcp://plain.test:4445', $errno, $errstr, 5, context: trusting(['peer_name' => 'plain.test', 'crypto_method' => $method]));
        tell(stream_socket_enable_crypto($third, true, null, $second), session($third));
    }
    PHP);
?>
--EXPECT--
"a stream with TLS later" "New, TLSv1.2"
true "Reused, TLSv1.2"
true "New, TLSv1.2"
"stream_socket_client" "New, TLSv1.2"
true "Reused, TLSv1.2"
true "New, TLSv1.2"
"persistent" "New, TLSv1.2"
true "Reused, TLSv1.2"
true "New, TLSv1.2"
true "Reused, TLSv1.2"
"a stream with TLS later" "New, TLSv1.3"
true "Reused, TLSv1.3"
true "New, TLSv1.3"
"stream_socket_client" "New, TLSv1.3"
true "Reused, TLSv1.3"
true "New, TLSv1.3"
"persistent" "New, TLSv1.3"
true "Reused, TLSv1.3"
true "New, TLSv1.3"
true "Reused, TLSv1.3"
