--TEST--
Every transport of this PHP is refused a private address, with number and reason, and sends nothing
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (stream_get_transports() as $transport) {
    echo "$transport: ", dial("$transport://10.11.12.13:443"), "\n";
}
var_dump(seen_at('10.11.12.13'));
?>
--EXPECT--
tcp: 13 Permission denied: 10.11.12.13 is a private address
udp: 13 Permission denied: 10.11.12.13 is a private address
unix: 13 Permission denied: Unix socket 10.11.12.13:443 is not allowed, no rule opens it
udg: 13 Permission denied: Unix socket 10.11.12.13:443 is not allowed, no rule opens it
ssl: 13 Permission denied: 10.11.12.13 is a private address
tls: 13 Permission denied: 10.11.12.13 is a private address
tlsv1.0: 13 Permission denied: 10.11.12.13 is a private address
tlsv1.1: 13 Permission denied: 10.11.12.13 is a private address
tlsv1.2: 13 Permission denied: 10.11.12.13 is a private address
tlsv1.3: 13 Permission denied: 10.11.12.13 is a private address
array(0) {
}
