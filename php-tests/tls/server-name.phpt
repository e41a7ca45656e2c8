--TEST--
The name the script gave is sent as server name (SNI): of a name, not of an address, and peer_name comes first
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$keys = getenv('LAB_DIR');
serve_in_the_internet([
    'openssl', 's_server', '-accept', '4442', '-cert', "$keys/web.pem", '-key', "$keys/web.key",
    '-servername', 'smtp.gmail.com', '-cert2', "$keys/mail.pem", '-key2', "$keys/mail.key",
], 'ACCEPT');
foreach ([['plain.test', []], ['plain.test', ['peer_name' => 'smtp.gmail.com']], ['93.184.216.34', []], ['plain.test', ['peer_name' => 'smtp.gmail.com', 'SNI_enabled' => false]]] as [$host, $options]) {
    $context = trusting($options + ['capture_peer_cert' => true, 'verify_peer_name' => false]);
    stream_socket_client("ssl://$host:4442", $errno, $errstr, 3, context: $context);
    echo openssl_x509_parse(stream_context_get_options($context)['ssl']['peer_certificate'])['subject']['CN'], "\n";
}
?>
--EXPECT--
plain.test
smtp.gmail.com
plain.test
plain.test
