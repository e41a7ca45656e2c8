--TEST--
socket_create_pair() that aesock brings fills an array of its own: code of the script that runs meanwhile neither gets sockets into other arrays nor takes that one away
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

echo php(<<<'PHP'
    /** A literal, which all calls share. */
    function hosts(): array { return ['a.example', 'b.example']; }
    class Swaps { function __destruct() { $GLOBALS['pair'] = hosts(); } }
    $pair = new Swaps;
    var_dump(socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair));
    echo json_encode([hosts(), $pair]), "\n";

    class Frees {
        function __destruct() {
            $GLOBALS['pair'] = null;
            for ($i = 0; $i < 200; $i++) $GLOBALS['filled'][] = str_repeat(chr(65 + $i % 26), 8 * ($i % 40));
        }
    }
    class Nests { function __destruct() { $GLOBALS['pair'] = [new Frees, new Frees, str_repeat('a', 8)]; } }
    $pair = new Nests;
    var_dump(socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair));
    echo count($pair), "\n";
    unset($pair);
    echo count($filled), "\n";

    $pair = 1;
    var_dump(socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair), count($pair), socket_write($pair[0], 'x'), socket_read($pair[1], 1));
    PHP, ['aesock.sockets' => '1', 'aesock.allow' => 'socketpair']);
?>
--EXPECT--
bool(true)
[["a.example","b.example"],["a.example","b.example"]]
bool(true)
3
400
bool(true)
int(2)
int(1)
string(1) "x"
