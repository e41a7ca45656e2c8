--TEST--
Unix sockets are refused by path and by abstract name
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

$path = getenv('LAB_DIR') . '/curl-refused.sock';
$server = run_server("unix://$path");
echo str_replace($path, 'PATH', fetch('http://localhost/', [CURLOPT_UNIX_SOCKET_PATH => $path])), "\n";
echo fetch('http://localhost/', [CURLOPT_UNIX_SOCKET_PATH => '/nowhere/at/all']), "\n";
echo fetch('http://localhost/', [CURLOPT_ABSTRACT_UNIX_SOCKET => 'name']), "\n";
echo str_replace($path, 'PATH', fetch('http://plain.test/', [CURLOPT_PROXY => "socks5h://localhost$path"])), "\n";
echo fetch('http://plain.test/', [CURLOPT_UNIX_SOCKET_PATH => null]), "\n";
?>
--EXPECTF--
7 Failed to connect to localhost port 80: Couldn't connect to server (Permission denied: Unix socket PATH is not allowed, no rule opens it)
7 Failed to connect to localhost port 80: Couldn't connect to server (Permission denied: Unix socket /nowhere/at/all is not allowed, no rule opens it)
7 Failed to connect to localhost port 80: Couldn't connect to server (Permission denied: Unix socket \x00name is not allowed, no rule opens it)
7 Failed to connect to %SPATH port %d: Couldn't connect to server (Permission denied: Unix socket PATH is not allowed, no rule opens it)
hello from 93.184.216.34
