--TEST--
Where PHP has no ext/sockets aesock brings its functions, as a module of its name and version; aesock.sockets=0 does not; PHP's own come first
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
require __DIR__ . '/../include/lifecycle.inc';
if (trim(output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-r', 'echo extension_loaded("sockets") ? "in" : "";']))) die("skip PHP has ext/sockets built in");
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$code = <<<'PHP'
    echo aesock_status()['sockets'], ' ', json_encode([extension_loaded('sockets'), phpversion('sockets') === PHP_VERSION, count(get_extension_funcs('sockets') ?: []) === (PHP_VERSION_ID < 80300 ? 36 : 37)]), in_array('sockets', aesock_status()['not_covered']) ? ' not covered' : '', "\n";
    PHP;
echo 'own: ', php($code, ['aesock.sockets' => '1']);
echo 'strict: ', php($code, ['aesock.sockets' => '1', 'aesock.strict' => '1']);
echo 'off: ', php($code, ['aesock.sockets' => '0']);
echo "PHP's: ", output([...command(['aesock.sockets' => '1'], ['AESOCK', 'sockets']), '-r', $code]);
echo "before: ", output([...command(['aesock.sockets' => '1'], ['sockets', 'AESOCK']), '-r', $code]);
echo 'neither: ', output([...command(['aesock.sockets' => 'maybe']), '-r', '']), "\n";

echo 'without some: ', php('echo json_encode(array_map("function_exists", ["socket_create", "socket_listen", "socket_close"])), "\n";', ['aesock.sockets' => '1', 'disable_functions' => 'socket_listen, socket_close']);
// PHP 8.5 has no such setting any more.
echo 'without a class: ', PHP_VERSION_ID < 80500 ? php($code, ['aesock.sockets' => '1', 'disable_classes' => 'ArrayObject, addressinfo']) : "nobody [false,false,false]\n";
echo php('var_dump(dl("sockets"));', ['aesock.sockets' => '1', 'enable_dl' => 1]);
echo php(<<<'PHP'
    // The policy is in front of them as in front of PHP's own.
    $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
    echo json_encode(@socket_connect($socket, '10.0.0.5', 7)), ' ', socket_last_error($socket), ' ', error_get_last()['message'], "\n";
    echo json_encode(socket_connect($socket, '93.184.216.34', 7)), ' ', socket_write($socket, 'echo'), ' ', socket_read($socket, 4), "\n";
    echo json_encode(@socket_create_listen(0)), json_encode(@socket_create(AF_UNIX, SOCK_STREAM, 0)), ' ', socket_get_option($socket, SOL_SOCKET, SO_DEBUG), "\n";
    $states = array_filter(aesock_status()['hooks'], fn ($name) => function_exists(substr($name, 0, -2)) && str_starts_with($name, 'socket_'), ARRAY_FILTER_USE_KEY);
    echo implode(' ', array_unique($states)), "\n";
    PHP, ['aesock.sockets' => '1']);
?>
--EXPECTF--
own: aesock [true,true,true]
strict: aesock [true,true,true]
off: nobody [false,false,false]
PHP's: PHP [true,true,true]
before: PHP [true,true,true]
neither: %A
Fatal error: aesock: aesock.sockets: `maybe` is not 1 or 0 in Unknown on line 0
%A
without some: [true,false,false]
without a class: nobody [false,false,false]

Warning: dl(): Unable to load dynamic library 'sockets' (aesock brings ext/sockets in this PHP; set aesock.sockets=0 to load PHP's own) in Command line code on line 1
bool(false)
false 13 socket_connect(): unable to connect [13]: Permission denied: 10.0.0.5 is a private address
true 4 echo
falsefalse 128
enforced
