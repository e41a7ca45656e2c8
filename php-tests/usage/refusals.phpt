--TEST--
Refusals are counted by reason in every door, a name that does not exist is none, in audit mode too, where settings mean nothing, and not where nothing is decided
--EXTENSIONS--
curl
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/usage.inc';

const ATTEMPTS = <<<'PHP'
    @fsockopen('10.0.0.5', 80);
    @file_get_contents('http://10.0.0.5/');
    $handle = curl_init('http://10.0.0.5/');
    curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
    curl_exec($handle);
    @socket_connect(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), '10.0.0.5', 80);
    @stream_socket_server('tcp://127.0.0.1:0');
    @socket_create(AF_UNIX, SOCK_STREAM, 0);
    @fsockopen('nothing.test', 80);
    PHP;
foreach (['enforce', 'audit', 'passthrough'] as $mode) {
    $loaded = array_map(fn ($name) => "-dextension=$name", array_filter(['curl', 'sockets'], fn ($name) => is_file(ini_get('extension_dir') . "/$name.so")));
    $code = ATTEMPTS . "echo '$mode ', json_encode(aesock_usage()['denials']), \"\\n\";";
    echo output([...command(['aesock.mode' => $mode]), ...$loaded, '-r', $code]);
}
?>
--EXPECT--
enforce {"private":4,"listen":1,"family":1}
audit {"private":4,"listen":1,"family":1}
passthrough []
