--TEST--
A file of rules that cannot be used stops PHP at start, with a sentence that names the file, the line and the item
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$bad = [
    "allow 10.0.0.5\n\ndeny 10.0.0.1/8\n",
    "permit 10.0.0.5\n",
    "10.0.0.5\n",
    "allow\n",
    "deny # nothing\n",
    "allow caf\xe9.test\n",
    "allow 10.0.0.5\ndeny \x1b[31m\n",
];
$start = fn (string $file) => print trim(str_replace($file, 'FILE', php('echo "PHP started\n";', ['aesock.rules' => $file]))) . "\n";
foreach ($bad as $rules) {
    $start(scratch($rules));
}
$start(scratch(''));
$start(getenv('LAB_DIR'));
$start('/nonexistent/rules');
chdir('/etc');
$start('hosts');
?>
--EXPECT--
Fatal error: aesock: aesock.rules: `FILE` line 3: rule `10.0.0.1/8`: the address has bits outside its network, write 10.0.0.0/8 in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.rules: `FILE` line 1: `permit` is neither allow nor deny in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.rules: `FILE` line 1: `10.0.0.5` is neither allow nor deny in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.rules: `FILE` line 1: no rule stands behind allow in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.rules: `FILE` line 1: no rule stands behind deny in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.rules: `FILE` line 1: not UTF-8 in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.rules: `FILE` line 2: rule `\x1b[31m`: neither an address, a network, a name, a class nor a capability in Unknown on line 0
exit status 254
PHP started
Fatal error: aesock: aesock.rules: `FILE` is not a regular file in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.rules: cannot read `FILE`: No such file or directory (os error 2) in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.rules: `FILE` is not an absolute path in Unknown on line 0
exit status 254
