--TEST--
A script that asks the host's name server by itself needs a rule where that is a private or loopback address; the refusal says which
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

rewrite('resolv.conf', "nameserver 127.0.0.53\nnameserver 10.0.0.2\n");
foreach (['udp://127.0.0.53:53', 'tcp://127.0.0.53:53', 'udp://10.0.0.2:53', 'udp://10.0.0.3:53', 'udp://10.0.0.2:54'] as $target) {
    echo "$target: ", @stream_socket_client($target, $errno, $error) ? 'open' : $error, "\n";
}
var_dump(seen_at('10.0.0.2'));
echo run_php('echo stream_socket_client("udp://127.0.0.53:53") ? "open\n" : "";', '', ['aesock.allow' => 'udp://127.0.0.53:53']);
?>
--EXPECT--
udp://127.0.0.53:53: Permission denied: 127.0.0.53 is a loopback address or one of this host (a name server of this host, write 127.0.0.53:53 into aesock.allow for code that asks it by itself)
tcp://127.0.0.53:53: Permission denied: 127.0.0.53 is a loopback address or one of this host (a name server of this host, write 127.0.0.53:53 into aesock.allow for code that asks it by itself)
udp://10.0.0.2:53: Permission denied: 10.0.0.2 is a private address (a name server of this host, write 10.0.0.2:53 into aesock.allow for code that asks it by itself)
udp://10.0.0.3:53: Permission denied: 10.0.0.3 is a private address
udp://10.0.0.2:54: Permission denied: 10.0.0.2 is a private address
array(0) {
}
open
