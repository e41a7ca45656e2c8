--TEST--
A rule opens a Unix socket; a symbolic link counts as where it leads
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.allow="unix:/tmp/aesock-curl-*/allowed.sock"
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

$folder = '/tmp/aesock-curl-' . getmypid();
mkdir($folder);
$servers = [run_server("unix://$folder/allowed.sock"), run_server("unix://$folder/other.sock")];
symlink('allowed.sock', "$folder/to-allowed");
symlink('other.sock', "$folder/to-other.sock");
rename("$folder/to-other.sock", "$folder/link");
foreach (['allowed.sock', 'to-allowed', 'other.sock', 'link', './/allowed.sock'] as $name) {
    echo "$name: ", str_replace($folder, 'FOLDER', fetch('http://localhost/', [CURLOPT_UNIX_SOCKET_PATH => "$folder/$name"])), "\n";
}
symlink("$folder/other.sock", "$folder/2");
unlink("$folder/allowed.sock");
rename("$folder/2", "$folder/allowed.sock");
echo 'allowed.sock, a link now: ', str_replace($folder, 'FOLDER', fetch('http://localhost/', [CURLOPT_UNIX_SOCKET_PATH => "$folder/allowed.sock"])), "\n";
array_map('unlink', glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
allowed.sock: a page
to-allowed: a page
other.sock: 7 Failed to connect to localhost port 80: Couldn't connect to server (Permission denied: Unix socket FOLDER/other.sock is not allowed, no rule opens it)
link: 7 Failed to connect to localhost port 80: Couldn't connect to server (Permission denied: Unix socket FOLDER/link is not allowed, no rule opens it)
.//allowed.sock: a page
allowed.sock, a link now: 7 Failed to connect to localhost port 80: Couldn't connect to server (Permission denied: Unix socket FOLDER/allowed.sock is not allowed, no rule opens it)
