--TEST--
The certificate is verified against the name the script gave: the right one passes, every other fails
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$cases = [
    ['ssl://plain.test:443', []],
    ['ssl://93.184.216.34:443', ['peer_name' => 'plain.test']],
    ['ssl://plain.test:443', ['peer_name' => 'dual.test']],
    ['ssl://plain.test:443', ['peer_name' => 'wrong.test']],
    ['ssl://mixed.test:443', []],
    ['ssl://93.184.216.34:443', []],
    ['ssl://mixed.test:443', ['verify_peer_name' => false]],
    ['ssl://anything.scripted.test:443', ['peer_name' => 'anything.scripted.test']],
];
script_answers(['anything.scripted.test', 'A=93.184.216.34']);
foreach ($cases as [$target, $options]) {
    $stream = stream_socket_client($target, $errno, $errstr, 3, context: trusting($options));
    echo outcome($stream, $errno, $errstr), "\n";
}
?>
--EXPECTF--
connected to 93.184.216.34:443
connected to 93.184.216.34:443
connected to 93.184.216.34:443
warning: stream_socket_client(): Peer certificate %s did not match expected %s`wrong.test'
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to ssl://plain.test:443 (Unknown error)
0 
warning: stream_socket_client(): Peer certificate %s did not match expected %s`mixed.test'
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to ssl://mixed.test:443 (Unknown error)
0 
warning: stream_socket_client(): Peer certificate %s did not match expected %s`93.184.216.34'
warning: stream_socket_client(): Failed to enable crypto
warning: stream_socket_client(): Unable to connect to ssl://93.184.216.34:443 (Unknown error)
0 
connected to 93.184.216.34:443
connected to 93.184.216.34:443
