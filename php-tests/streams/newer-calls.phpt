--TEST--
Calls in the forms that PHP 8.5 brought, by the operator `|>` and by functions in constants, are those of the hooked functions
--EXTENSIONS--
sockets
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (PHP_VERSION_ID < 80500) {
    die('skip PHP 8.5 brought them');
}
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
print_warnings();

// Code that older versions do not read.
$forms = eval(<<<'PHP'
    const OPEN = fsockopen(...);
    return [
        'the operator' => fn () => 'tcp://10.12.89.1:80' |> stream_socket_client(...),
        'several operators' => fn () => '10.12.89.1' |> (fn ($host) => "http://$host/") |> file_get_contents(...),
        'a constant' => fn () => (OPEN)('10.12.89.1', 80),
        'a default' => (fn ($open = fsockopen(...)) => $open('10.12.89.1', 80))(...),
    ];
    PHP);
foreach ($forms as $form => $call) {
    echo "$form: ";
    tell($call());
}
tell(aesock_usage()['denials']['private']);
tell(seen_at('10.12.89.1'));
?>
--EXPECT--
the operator: warning: stream_socket_client(): Unable to connect to tcp://10.12.89.1:80 (Permission denied: 10.12.89.1 is a private address)
false
several operators: warning: file_get_contents(): Failed to open stream: Permission denied: 10.12.89.1 is a private address
false
a constant: warning: fsockopen(): Unable to connect to 10.12.89.1:80 (Permission denied: 10.12.89.1 is a private address)
false
a default: warning: fsockopen(): Unable to connect to 10.12.89.1:80 (Permission denied: 10.12.89.1 is a private address)
false
4
[]
