--TEST--
Loaded extensions that reach the network past aesock are named, those that do not are not
--SKIPIF--
<?php $needed = ['ffi', 'calendar', 'shmop', 'iconv', 'phar']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

foreach ([['AESOCK', 'calendar', 'shmop', 'iconv', 'phar'], ['AESOCK', 'ffi', 'calendar'], ['calendar', 'ffi', 'AESOCK']] as $loaded) {
    echo output([...command(loaded: $loaded), '-r', 'echo json_encode(aesock_status()["not_covered"]), "\n";']);
    preg_match('/^Not covered.*/m', output([...command(loaded: $loaded), '--ri', 'aesock']), $row);
    echo $row[0] ?? 'no row', "\n";
}
?>
--EXPECT--
[]
no row
["ffi"]
Not covered => ffi
["ffi"]
Not covered => ffi
