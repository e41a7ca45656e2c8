--TEST--
A call whose arguments come later (`?`), which PHP 8.6 brought, is that of the hooked function
--EXTENSIONS--
sockets
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (PHP_VERSION_ID < 80600) {
    die('skip PHP 8.6 brought it');
}
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

// Code that older versions do not read; in one piece, since PHP 8.6.0 RC 3 takes one eval() with `?` for the next.
$forms = eval(<<<'PHP'
    return [
        'the first' => fn () => fsockopen(?, 80)('10.12.89.2'),
        'the second' => fn () => fsockopen('10.12.89.2', ?)(80),
        'one with a name' => fn () => fsockopen(port: ?, hostname: '10.12.89.2')(80),
        'by the operator' => fn () => '10.12.89.2' |> fsockopen(?, 80),
        'a Socket' => fn () => socket_connect(?, '10.12.89.2', 80)(socket_create(AF_INET, SOCK_STREAM, SOL_TCP)),
    ];
    PHP);
foreach ($forms as $form => $call) {
    echo "$form: ";
    tell($call());
}
tell(aesock_usage()['denials']['private']);
tell(seen_at('10.12.89.2'));
?>
--EXPECT--
the first: warning: fsockopen(): Unable to connect to 10.12.89.2:80 (Permission denied: 10.12.89.2 is a private address)
false
the second: warning: fsockopen(): Unable to connect to 10.12.89.2:80 (Permission denied: 10.12.89.2 is a private address)
false
one with a name: warning: fsockopen(): Unable to connect to 10.12.89.2:80 (Permission denied: 10.12.89.2 is a private address)
false
by the operator: warning: fsockopen(): Unable to connect to 10.12.89.2:80 (Permission denied: 10.12.89.2 is a private address)
false
a Socket: warning: socket_connect(): unable to connect [13]: Permission denied: 10.12.89.2 is a private address
false
5
[]
