--TEST--
Rule ftp opens ftp:// and ftps:// on every port; control and data connections are judged by where they go
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (PHP_DEBUG) {
    die('skip rename() over ftp:// leaks memory in stock PHP, which a debug build tells');
}
?>
--INI--
aesock.allow=ftp
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$folder = 'ftp://lab:lab@plain.test/' . bin2hex(random_bytes(4));
$overwriting = stream_context_create(['ftp' => ['overwrite' => true]]);
tell(file_get_contents('ftp://plain.test/hello'), file_get_contents('ftp://[2606:4700:4700::1111]:2121/hello'));
tell(file_get_contents('ftps://plain.test/hello', false, trusting()));
tell(mkdir($folder), file_put_contents("$folder/a", 'one'), file_put_contents("$folder/a", 'three', 0, $overwriting));
tell(rename("$folder/a", "$folder/b"), is_file("$folder/a"), filesize("$folder/b"), scandir($folder), file_get_contents("$folder/b"));
tell(unlink("$folder/b"), rmdir($folder), is_dir($folder));

echo "-- where it goes\n";
tell(file_get_contents('ftp://10.11.20.16/hello'));
tell(mkdir('ftp://127.0.0.1:2121/x'));
tell(file_get_contents('ftp://93.184.217.32:2122/hello'));
tell(dial('tcp://93.184.217.32:21'), dial('tcp://93.184.217.32:25'));
tell(seen_at('10.11.20.16'), seen_at('10.0.0.21'), seen_at('127.0.0.1'));
?>
--EXPECT--
"hello from ftp\n" "hello from ftp\n"
"hello from ftp\n"
true 3 5
true false 5 ["b"] "three"
true true false
-- where it goes
warning: file_get_contents(): connect() failed: Permission denied: 10.11.20.16 is a private address
warning: file_get_contents(): Failed to open stream: operation failed
false
warning: mkdir(): connect() failed: Permission denied: 127.0.0.1 is a loopback address or one of this host
warning: mkdir(): Unable to connect to ftp://127.0.0.1:2121/x
false
warning: file_get_contents(): Failed to open stream: Failed to set up data channel: Permission denied: 10.0.0.21 is a private address
false
warning: stream_socket_client(): Unable to connect to tcp://93.184.217.32:25 (Permission denied: port 25 of 93.184.217.32 is blocked, use 587 or 465)
"connected to 93.184.217.32:21" "13 Permission denied: port 25 of 93.184.217.32 is blocked, use 587 or 465"
[] [] []
