--TEST--
Each TLS transport speaks its own version; ssl and tls speak the best that both know
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$keys = getenv('LAB_DIR');
serve_in_the_internet([
    'env', 'OPENSSL_CONF=/dev/null', 'openssl', 's_server', '-accept', '4441', '-cert', "$keys/web.pem", '-key', "$keys/web.key",
    '-min_protocol', 'TLSv1', '-cipher', 'ALL:@SECLEVEL=0',
], 'ACCEPT');
foreach (['ssl', 'tls', 'tlsv1.0', 'tlsv1.1', 'tlsv1.2', 'tlsv1.3'] as $transport) {
    $context = trusting(['security_level' => 0]);
    $stream = stream_socket_client("$transport://plain.test:4441", $errno, $errstr, 3, context: $context);
    echo "$transport: ", stream_get_meta_data($stream)['crypto']['protocol'], ', ', stream_get_meta_data($stream)['stream_type'], "\n";
    // The server takes one client at a time.
    fclose($stream);
}
?>
--EXPECT--
ssl: TLSv1.3, tcp_socket/ssl
tls: TLSv1.3, tcp_socket/ssl
tlsv1.0: TLSv1, tcp_socket/ssl
tlsv1.1: TLSv1.1, tcp_socket/ssl
tlsv1.2: TLSv1.2, tcp_socket/ssl
tlsv1.3: TLSv1.3, tcp_socket/ssl
