--TEST--
A refusal is told in the engine's own words, with the reason in brackets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$calls = [
    fn (&$errno, &$errstr) => stream_socket_client('tcp://10.0.0.5:80', $errno, $errstr),
    fn (&$errno, &$errstr) => stream_socket_client('tls://10.0.0.5:443', $errno, $errstr),
    fn (&$errno, &$errstr) => fsockopen('10.0.0.5', 80, $errno, $errstr),
    fn (&$errno, &$errstr) => fsockopen('udp://10.0.0.5', 80, $errno, $errstr),
    fn (&$errno, &$errstr) => fsockopen('private.test', 80, $errno, $errstr),
    fn (&$errno, &$errstr) => pfsockopen('10.0.0.5', 80, $errno, $errstr),
    fn (&$errno, &$errstr) => stream_socket_server('tcp://0.0.0.0:8000', $errno, $errstr),
];
foreach ($calls as $call) {
    $stream = $call($errno, $errstr);
    var_dump($stream);
    echo "$errno $errstr\n";
}
?>
--EXPECT--
warning: stream_socket_client(): Unable to connect to tcp://10.0.0.5:80 (Permission denied: 10.0.0.5 is a private address)
bool(false)
13 Permission denied: 10.0.0.5 is a private address
warning: stream_socket_client(): Unable to connect to tls://10.0.0.5:443 (Permission denied: 10.0.0.5 is a private address)
bool(false)
13 Permission denied: 10.0.0.5 is a private address
warning: fsockopen(): Unable to connect to 10.0.0.5:80 (Permission denied: 10.0.0.5 is a private address)
bool(false)
13 Permission denied: 10.0.0.5 is a private address
warning: fsockopen(): Unable to connect to udp://10.0.0.5:80 (Permission denied: 10.0.0.5 is a private address)
bool(false)
13 Permission denied: 10.0.0.5 is a private address
warning: fsockopen(): Unable to connect to private.test:80 (Permission denied: private.test (10.0.0.5) is a private address)
bool(false)
13 Permission denied: private.test (10.0.0.5) is a private address
warning: pfsockopen(): Unable to connect to 10.0.0.5:80 (Permission denied: 10.0.0.5 is a private address)
bool(false)
13 Permission denied: 10.0.0.5 is a private address
warning: stream_socket_server(): Unable to connect to tcp://0.0.0.0:8000 (Permission denied: listening on 0.0.0.0:8000 is not allowed, sockets are outbound only)
bool(false)
0 Permission denied: listening on 0.0.0.0:8000 is not allowed, sockets are outbound only
