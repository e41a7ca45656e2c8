--TEST--
A rule that is nearly a class or a capability stops PHP, and is a host's name only where it is written as one; so does what PHP makes of rules outside of quotes
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$php = function (string $line): void {
    $ini = scratch('extension=' . getenv('AESOCK_MODULE') . "\naesock.log=\nhtml_errors=0\naesock.$line\n");
    echo "$line: ", trim(output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-c', $ini, '-r', 'echo "starts";'])), "\n";
};
foreach (['deny = linklocal', 'deny = "10.0.0.5, Multi-Cast"', 'allow = fpt', 'deny = all', 'deny = linklocal.', 'deny = fpt:80', 'deny = localhost'] as $line) {
    $php($line);
}
$php('deny = 10.0.0.5|10.0.0.6');
$php('allow = 0');
$php('deny = off');
$php('deny = "10.0.0.5 10.0.0.6"');
echo php('echo aesock_check("10.0.0.5", 80)["message"];', ['aesock.rules' => scratch("deny public\ndeny privat\n")]);
?>
--EXPECTF--
deny = linklocal: Fatal error: aesock: aesock.deny: rule `linklocal`: is the class `link-local` meant? A host of that name is written with a port or as `linklocal.` in Unknown on line 0
exit status 254
deny = "10.0.0.5, Multi-Cast": Fatal error: aesock: aesock.deny: rule `Multi-Cast`: is the class `multicast` meant? A host of that name is written with a port or as `Multi-Cast.` in Unknown on line 0
exit status 254
allow = fpt: Fatal error: aesock: aesock.allow: rule `fpt`: is the capability `ftp` meant? A host of that name is written with a port or as `fpt.` in Unknown on line 0
exit status 254
deny = all: Fatal error: aesock: aesock.deny: rule `all`: are all addresses meant, `*`? A host of that name is written with a port or as `all.` in Unknown on line 0
exit status 254
deny = linklocal.: starts
deny = fpt:80: starts
deny = localhost: starts
deny = 10.0.0.5|10.0.0.6: Fatal error: aesock: aesock.deny: rule `10`: a number is none; PHP makes one of `|`, `&` and `~` outside of quotes, put rules in quotes in Unknown on line 0
exit status 254
allow = 0: Fatal error: aesock: aesock.allow: rule `0`: a number is none; PHP makes one of `|`, `&` and `~` outside of quotes, put rules in quotes in Unknown on line 0
exit status 254
deny = off: starts
deny = "10.0.0.5 10.0.0.6": starts

Fatal error: aesock: aesock.rules: `%s` line 2: rule `privat`: is the class `private` meant? A host of that name is written with a port or as `privat.` in Unknown on line 0
exit status 254
