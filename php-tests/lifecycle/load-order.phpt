--TEST--
Hooks are enforced wherever aesock stands among the shared extensions
--SKIPIF--
<?php $needed = ['sockets', 'curl', 'phar', 'ftp', 'soap', 'mysqlnd', 'mysqli', 'opcache']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

const OTHERS = ['opcache', 'sockets', 'curl', 'phar', 'ftp', 'soap', 'mysqlnd', 'mysqli'];
$orders = [
    'first' => ['AESOCK', ...OTHERS],
    'in the middle' => ['sockets', 'AESOCK', 'curl'],
    'last' => [...OTHERS, 'AESOCK'],
];
foreach ($orders as $place => $order) {
    $code = HOOK_STATES . TRY_PRIVATE;
    echo "$place: ", output([...command(loaded: $order), '-r', $code]);
}
?>
--EXPECT--
first: enforced
13 Permission denied: 10.0.0.5 is a private address
in the middle: enforced
13 Permission denied: 10.0.0.5 is a private address
last: enforced
13 Permission denied: 10.0.0.5 is a private address
