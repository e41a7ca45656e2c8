--TEST--
A name server that does not answer gives stock's text after the resolver's own time-out (1 s, 2 attempts here)
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['timeout.scripted.test', 'badid.scripted.test'] as $name) {
    $start = hrtime(true);
    echo dial("tcp://$name:80", 0.1), "\n";
    $elapsed = (hrtime(true) - $start) / 1e9;
    echo $elapsed > 1.8 && $elapsed < 4.5 ? "after two attempts\n" : "after $elapsed s\n";
}
?>
--EXPECT--
0 php_network_getaddresses: getaddrinfo for timeout.scripted.test failed: Temporary failure in name resolution
after two attempts
0 php_network_getaddresses: getaddrinfo for badid.scripted.test failed: Temporary failure in name resolution
after two attempts
