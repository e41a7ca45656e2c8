--TEST--
capture_peer_cert and capture_peer_cert_chain give the server's certificates, peer_fingerprint pins one
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$context = trusting(['capture_peer_cert' => true, 'capture_peer_cert_chain' => true]);
$stream = stream_socket_client('ssl://plain.test:443', $errno, $errstr, 3, context: $context);
$options = stream_context_get_options($context)['ssl'];
echo openssl_x509_parse($options['peer_certificate'])['subject']['CN'], ', ', count($options['peer_certificate_chain']), " in the chain\n";
$fingerprint = openssl_x509_fingerprint($options['peer_certificate'], 'sha256');
echo dial('ssl://plain.test:443', context: trusting(['peer_fingerprint' => ['sha256' => $fingerprint]])), "\n";
echo dial('ssl://smtp.gmail.com:465', context: trusting(['peer_fingerprint' => ['sha256' => $fingerprint]])), "\n";
?>
--EXPECT--
plain.test, 1 in the chain
connected to 93.184.216.34:443
0 
