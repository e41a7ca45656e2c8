<?php
/** Reports whether a server answers: /check?host=example.com&port=80. The visitor chooses the server, so the runtime must check it. */

$host = isset($_GET['host']) ? $_GET['host'] : '';
$port = isset($_GET['port']) ? (int) $_GET['port'] : 80;
$socket = @fsockopen($host, $port, $errno, $error, 5);
echo $socket ? "answers\n" : "$errno $error\n";
