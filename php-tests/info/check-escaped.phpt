--TEST--
What aesock_check says holds no byte of the script's that is not printable
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
foreach (["a\nb", "a\0b", "\x1b[31m", "caf\xc3\xa9.test", "\xff", "unix:///run/\n\xff", "a\nb://10.0.0.5"] as $host) {
    echo aesock_check($host, 80)['message'], "\n";
}
echo aesock_check('10.0.0.5', "80\n")['message'], "\n";
echo strlen(aesock_check(str_repeat('a', 100000), 80)['message']) < 400 ? 'cut' : 'whole', "\n";
?>
--EXPECT--
a\x0ab does not exist
the host holds a NUL byte
\x1b[31m does not exist
host `caf\xc3\xa9.test` is not ASCII: write its xn-- form
host `\xff` is not ASCII: write its xn-- form
Unix socket /run/\x0a\xff is not allowed, no rule opens it
a\x0ab is neither TCP nor UDP
port `80\x0a` is not a number from 1 to 65535
cut
