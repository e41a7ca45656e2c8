--TEST--
stream_socket_pair() reaches no network and is allowed
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

[$one, $other] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
fwrite($one, "to the other\n");
echo fgets($other), stream_get_meta_data($one)['stream_type'], "\n";
fclose($one);
var_dump(fgets($other), feof($other));
?>
--EXPECT--
to the other
generic_socket
bool(false)
bool(true)
