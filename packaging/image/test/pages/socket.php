<?php
/** Connects to a Unix socket: /socket?path=/cloudsql/shop. */

$socket = @stream_socket_client("unix://$_GET[path]", $errno, $error);
echo $socket ? fgets($socket) : "$errno $error\n";
