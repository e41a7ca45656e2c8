--TEST--
aesock_check judges a Unix socket by its real path, as a connection does
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$directory = getenv('LAB_DIR') . '/check-unix-link';
mkdir("$directory/allowed", recursive: true);
touch("$directory/secret");
touch("$directory/allowed/own");
symlink("$directory/secret", "$directory/allowed/link");
symlink("$directory/allowed/own", "$directory/outside");
$code = <<<'PHP'
    foreach (['allowed/own', 'allowed/link', 'outside', 'secret'] as $name) {
        @stream_socket_client("unix://$argv[1]/$name", $errno);
        echo $name, ': ', $errno, ' ', aesock_check("unix://$argv[1]/$name")['reason'], "\n";
    }
    PHP;
echo output([...command(['aesock.allow' => "unix:$directory/allowed/*"]), '-r', $code, $directory]);
?>
--EXPECT--
allowed/own: 111 rule
allowed/link: 13 unix
outside: 111 rule
secret: 13 unix
