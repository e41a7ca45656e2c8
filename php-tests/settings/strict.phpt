--TEST--
aesock.strict=1: PHP does not start beside an extension that is not covered, wherever it stands in the order
--SKIPIF--
<?php
$needed = ['ffi', 'calendar', 'opcache']; require __DIR__ . '/../include/lifecycle-skip.inc';
$reason = 'covers everything'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/extension.inc';

$mystery = unknown_extension('Mystery', 'mystery') . '/mystery.so';
$tried = [
    'covered ones' => [['AESOCK', 'calendar', 'opcache'], []],
    'FFI that is off' => [['AESOCK', 'ffi'], ['ffi.enable' => 'false']],
    'FFI' => [['AESOCK', 'ffi'], []],
    'FFI before' => [['ffi', 'AESOCK'], []],
    'FFI and opcache' => [['AESOCK', 'ffi', 'opcache'], []],
    'unknown' => [['calendar', 'AESOCK', $mystery], []],
    'two' => [['ffi', $mystery, 'AESOCK'], []],
    'another mode' => [['AESOCK', 'ffi'], ['aesock.mode' => 'audit']],
];
foreach ($tried as $what => [$loaded, $settings]) {
    echo "$what: ", trim(output([...command($settings + ['aesock.strict' => '1'], $loaded), '-r', 'echo "started\n";'])), "\n";
}
foreach (['0', '', 'off'] as $no) {
    echo output([...command(['aesock.strict' => $no], ['AESOCK', 'ffi']), '-r', 'echo "started\n";']);
}
echo trim(output([...command(['aesock.strict' => '2']), '-r', 'echo "started\n";'])), "\n";
?>
--EXPECT--
covered ones: started
FFI that is off: started
FFI: Fatal error: aesock: aesock.strict: not covered: ffi; leave them out, or set aesock.strict=0 in Unknown on line 0
exit status 254
FFI before: Fatal error: aesock: aesock.strict: not covered: ffi; leave them out, or set aesock.strict=0 in Unknown on line 0
exit status 254
FFI and opcache: Fatal error: aesock: aesock.strict: not covered: ffi; leave them out, or set aesock.strict=0 in Unknown on line 0
exit status 254
unknown: Fatal error: aesock: aesock.strict: not covered: mystery; leave them out, or set aesock.strict=0 in Unknown on line 0
exit status 254
two: Fatal error: aesock: aesock.strict: not covered: ffi, mystery; leave them out, or set aesock.strict=0 in Unknown on line 0
exit status 254
another mode: Fatal error: aesock: aesock.strict: not covered: ffi; leave them out, or set aesock.strict=0 in Unknown on line 0
exit status 254
started
started
started
Fatal error: aesock: aesock.strict: `2` is not 1 or 0 in Unknown on line 0
exit status 254
