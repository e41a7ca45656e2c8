--TEST--
A persistent stream is handed out where the present policy allows what the kernel says it is connected to: a name that is denied by now is, by its address too, and where a UDP stream was connected to anew
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$rules = getenv('LAB_DIR') . '/rules-' . bin2hex(random_bytes(4));
file_put_contents($rules, '');
$sockets = extension_loaded('sockets') && !str_contains(shell_exec(PHP_BINARY . ' -n -m'), 'sockets') ? '-d extension=sockets ' : '';
$code = <<<'PHP'
    require getcwd() . '/php-tests/include/lab.inc';
    const TARGETS = ['93.184.216.34', 'cname.test', 'udp://93.184.216.34', 'udp://93.184.217.70', '93.184.217.70'];
    $dial = function (string $target): string {
        $stream = @pfsockopen($target, 7, $errno, $errstr, 3);
        return outcome($stream, $errno, $errstr) . ($stream ? ' from ' . preg_replace('/.*:/', '', stream_socket_get_name($stream, false)) : '');
    };
    $first = array_map($dial, TARGETS);
    $again = array_map($dial, TARGETS);
    $aimed = socket_import_stream(pfsockopen('udp://93.184.217.70', 7));
    socket_connect($aimed, '93.184.217.71', 7);
    file_put_contents(RULES . '.new', "deny plain.test\ndeny 93.184.217.71\n");
    rename(RULES . '.new', RULES);
    await(fn () => aesock_check('93.184.217.71', 7)['allowed'], false);
    foreach (array_map($dial, TARGETS) as $index => $outcome) {
        $kept = $outcome === $first[$index] ? 'the same one' : 'another one';
        echo TARGETS[$index], ': ', $first[$index] === $again[$index] ? 'kept' : 'not kept', ', then ', str_contains($outcome, ' from ') ? preg_replace('/ from .*/', '', $outcome) . ", $kept" : $outcome, "\n";
    }
    PHP;
echo shell_exec(escapeshellarg(PHP_BINARY) . " -n $sockets" . aesock_options(['aesock.rules' => $rules]) . ' -r ' . escapeshellarg('const RULES = ' . var_export($rules, true) . "; $code") . ' 2>&1');
unlink($rules);
?>
--EXPECT--
93.184.216.34: kept, then 13 Permission denied: 93.184.216.34 is denied by a rule (`plain.test`)
cname.test: kept, then 13 Permission denied: cname.test (93.184.216.34) is denied by a rule (`plain.test`)
udp://93.184.216.34: kept, then 13 Permission denied: 93.184.216.34 is denied by a rule (`plain.test`)
udp://93.184.217.70: kept, then connected to 93.184.217.70:7, another one
93.184.217.70: kept, then connected to 93.184.217.70:7, the same one
