--TEST--
Text of the script is escaped where a reason repeats it
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (["tcp://a\nb%:80", "tcp://plain.test:8\x1b[0m", "tcp://\xff%:80", "unix:///tmp/a\nb"] as $target) {
    echo dial($target), "\n";
}
?>
--EXPECT--
22 Invalid argument: host `a\x0ab%` holds `%`: link-local addresses have zones, others none, and nothing is percent-encoded
22 Invalid argument: port `8\x1b[0m` is not a number from 1 to 65535
22 Invalid argument: host `\xff%` is not ASCII: write its xn-- form
13 Permission denied: Unix socket /tmp/a\x0ab is not allowed, no rule opens it
