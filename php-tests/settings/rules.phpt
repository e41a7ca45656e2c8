--TEST--
Deny rules come before allow rules, allow rules before App Engine's blocks, and aesock.default last
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.allow=10.0.0.0/24:80,tcp://10.0.0.9,*.test:443
aesock.deny=10.0.0.7 private:81
aesock.default=deny
--FILE--
<?php
foreach (['10.0.0.5:80', '10.0.0.7:80', '10.0.0.9:80', '10.0.0.9:81', '10.0.0.9:25', '10.0.0.5:8080', 'plain.test:443', 'plain.test:80'] as $target) {
    $check = aesock_check($target);
    echo $target, ' ', $check['reason'], ' ', $check['rule'] ?? '-', "\n";
}
$stream = fsockopen('10.0.0.5', 80);
fwrite($stream, "GET / HTTP/1.0\r\n\r\n");
preg_match('/hello from .*/', stream_get_contents($stream), $hello);
echo trim($hello[0]), "\n";
?>
--EXPECT--
10.0.0.5:80 rule 10.0.0.0/24:80
10.0.0.7:80 denied 10.0.0.7
10.0.0.9:80 rule 10.0.0.0/24:80
10.0.0.9:81 denied private:81
10.0.0.9:25 port-25 -
10.0.0.5:8080 private -
plain.test:443 rule *.test:443
plain.test:80 unlisted -
hello from 10.0.0.5
