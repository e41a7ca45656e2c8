--TEST--
Loaded extensions that may reach the network past aesock are named, unknown ones too; those that do not are not
--SKIPIF--
<?php
$needed = ['ffi', 'calendar', 'shmop', 'iconv', 'phar', 'mysqli', 'opcache']; require __DIR__ . '/../include/lifecycle-skip.inc';
$reason = 'covers everything'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/extension.inc';

const CODE = 'echo json_encode(array_values(preg_grep("/\(\)$/", aesock_status()["not_covered"], PREG_GREP_INVERT))), " ";';
$mystery = unknown_extension('Mystery', 'calendar') . '/calendar.so';
foreach ([
    ['AESOCK', 'calendar', 'shmop', 'iconv', 'phar', 'mysqlnd', 'mysqli', 'opcache'],
    ['AESOCK', 'ffi', 'calendar'],
    ['calendar', 'ffi', 'AESOCK'],
    ['AESOCK', $mystery],
    [$mystery, 'ffi', 'AESOCK'],
] as $loaded) {
    echo output([...command(loaded: $loaded), '-r', CODE]);
    preg_match('/^Not covered => ((\w+ )*?)\w+\(\)/m', output([...command(loaded: $loaded), '--ri', 'aesock']), $row);
    echo $row[1] ?? 'no row', "\n";
}
foreach (['preload', '1', 'true', 'false', '0', 'off', ''] as $enabled) {
    echo "ffi.enable=$enabled ", output([...command(['ffi.enable' => $enabled], ['AESOCK', 'ffi']), '-r', CODE]), "\n";
}
?>
--EXPECT--
[] 
["ffi"] ffi 
["ffi"] ffi 
["mystery"] mystery 
["ffi","mystery"] ffi mystery 
ffi.enable=preload ["ffi"] 
ffi.enable=1 ["ffi"] 
ffi.enable=true ["ffi"] 
ffi.enable=false [] 
ffi.enable=0 [] 
ffi.enable=off [] 
ffi.enable= [] 
