--TEST--
The time limit that ends a page within a call leaves no descriptor
--CONFLICTS--
all
--SKIPIF--
<?php
$needed = ['curl', 'ftp', 'sockets'];
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
?>
--INI--
aesock.mode=passthrough
--FILE--
<?php
require __DIR__ . '/bailouts.inc';

[$worker, $stock] = [new Worker(), new Worker(is_stock: true)];
$calls = ['http notification, connect', 'curl_exec, write', 'ftp_fput of a stream', 'stream_select of a stream', 'warning of http'];
$pages = pages([], $calls, ['time']);
echo count(array_filter($pages, $worker->ends(...))), " pages end within a call\n";
compare($worker, $stock, $pages);
?>
--EXPECTF--
5 pages end within a call
%S
