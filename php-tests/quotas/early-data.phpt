--TEST--
Early data, which PHP 8.6 sends within the handshake of TLS, is counted and uses up a quota
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (PHP_VERSION_ID < 80600) {
    die('skip PHP 8.6 brought early data');
}
?>
--INI--
aesock.quota=bytes_sent:8000/day
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

$keys = getenv('LAB_DIR');
serve_in_the_internet(['openssl', 's_server', '-accept', '4449', '-cert', "$keys/web.pem", '-key', "$keys/web.key", '-early_data', '-max_early_data', '16384', '-naccept', '2'], 'ACCEPT');
$session = null;
$connect = fn (array $options) => stream_socket_client('ssl://plain.test:4449', $errno, $errstr, 5, context: trusting($options + ['peer_name' => 'plain.test']));

$first = $connect(['session_new_cb' => function ($stream, $new) use (&$session) { $session = $new; }]);
stream_set_timeout($first, 0, 100000);
// The session comes with what is read.
await(function () use ($first, &$session): bool {
    fread($first, 1);
    return $session !== null;
}, true);
fclose($first);
tell($session->isResumable(), ($before = aesock_usage()['bytes_sent']) < 8000);

$second = $connect(['session_data' => $session, 'early_data' => str_repeat('x', 10000)]);
tell(stream_get_meta_data($second)['crypto']['early_data']);
fclose($second);
tell(aesock_usage()['bytes_sent'] - $before > 10000);
tell(fwrite(stream_socket_client('tcp://93.184.216.34:7'), 'x'));
?>
--EXPECT--
true true
"accepted"
true
warning: fwrite(): Send of 1 bytes failed with errno=122 Quota exceeded: the quota of 8000 bytes sent a day is used up until 00:00:00 UTC
false
