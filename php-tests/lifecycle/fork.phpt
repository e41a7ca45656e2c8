--TEST--
After a lookup and a fork, child and parent connect by name, and both are refused what they were refused before
--EXTENSIONS--
pcntl
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
function tell(string $who): void {
    $stream = fsockopen('plain.test', 7010);
    echo "$who: ", fgets($stream), "$who: ";
    echo @fsockopen('private.test', 80, $errno, $error) ? 'connected' : "$errno $error", "\n";
}

tell('before');
$child = pcntl_fork();
if ($child === 0) {
    tell('child');
    exit(3);
}
pcntl_waitpid($child, $status);
echo 'child ended with ', pcntl_wexitstatus($status), "\n";
tell('parent');
?>
--EXPECT--
before: line1
before: 13 Permission denied: private.test (10.0.0.5) is a private address
child: line1
child: 13 Permission denied: private.test (10.0.0.5) is a private address
child ended with 3
parent: line1
parent: 13 Permission denied: private.test (10.0.0.5) is a private address
